import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** Headers and body as they came over the wire. */
  source: string;
}

/** Speaks enough SMTP (RFC 5321) to take mails, or to refuse them. */
export class SmtpServer {
  readonly received: ReceivedMail[] = [];
  /** What it says to the next recipients. */
  recipientReply = '250 OK';
  /** Hangs up instead of accepting a body. */
  hangsUp = false;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<SmtpServer> {
    const server = createServer();
    const smtp = new SmtpServer(server);
    server.on('connection', (socket) => smtp.converse(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return smtp;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.address() as AddressInfo).port}?ignoreTLS=true`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private converse(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    // A client that is turned away may hang up first.
    socket.on('error', () => socket.destroy());
    const mail: ReceivedMail = { from: '', to: [], source: '' };
    let buffer = '';
    let inBody = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 test');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      buffer += chunk;
      for (;;) {
        const end = inBody ? buffer.indexOf('\r\n.\r\n') : buffer.indexOf('\r\n');
        if (end < 0) return;
        const part = buffer.slice(0, end);
        buffer = buffer.slice(end + (inBody ? 5 : 2));
        if (inBody) {
          this.received.push({ ...mail, source: part });
          inBody = false;
          say('250 taken');
        } else inBody = this.obey(part, mail, socket, say);
      }
    });
  }

  /** True when the body follows. */
  private obey(line: string, mail: ReceivedMail, socket: Socket, say: (line: string) => void): boolean {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'DATA' && this.hangsUp) socket.destroy();
    else if (verb === 'DATA') say('354 go on');
    else if (verb === 'RCPT') {
      if (this.recipientReply.startsWith('2')) mail.to.push(addressIn(line));
      say(this.recipientReply);
    } else {
      if (verb === 'MAIL') mail.from = addressIn(line);
      say(verb === 'QUIT' ? '221 bye' : '250 OK');
    }
    return verb === 'DATA' && !this.hangsUp;
  }
}

const addressIn = (line: string): string => /<([^>]*)>/.exec(line)?.[1] ?? '';
