import { connect } from 'node:net';

const HEAD_END = '\r\n\r\n';

/** One kept-alive connection, one request at a time. Reads no more of an answer than its status and its length. */
class Connection {
  #socket;
  #received = '';
  #pending;

  constructor(url) {
    this.#socket = connect(Number(url.port), url.hostname);
    this.#socket.setNoDelay(true);
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#pending?.reject(error));
    this.#socket.on('close', () => this.#pending?.reject(new Error('The server closed the connection.')));
  }

  request(text) {
    if (this.#socket.destroyed) return Promise.reject(new Error('The server closed an idle connection.'));
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#socket.write(text);
    });
  }

  close() {
    this.#pending = undefined;
    this.#socket.destroy();
  }

  #take(chunk) {
    this.#received += chunk.toString('latin1');
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.slice(0, headEnd).toLowerCase();
    const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
    const isWhole = head.includes('transfer-encoding: chunked')
      ? this.#received.endsWith(`0${HEAD_END}`)
      : this.#received.length >= headEnd + HEAD_END.length + length;
    if (!isWhole) return;
    const { resolve } = this.#pending;
    this.#received = '';
    this.#pending = undefined;
    resolve(Number(head.slice(9, 12)));
  }
}

/** Connections to one server, shared by whoever has something to send. */
export class HttpPool {
  #free;
  #waiting = [];
  #all;

  constructor(url, size) {
    this.#all = Array.from({ length: size }, () => new Connection(new URL(url)));
    this.#free = [...this.#all];
  }

  /** Resolves with the status of the answer. */
  async post(text) {
    const connection = this.#free.pop() ?? (await new Promise((resolve) => this.#waiting.push(resolve)));
    const status = await connection.request(text);
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(connection);
    else next(connection);
    return status;
  }

  close() {
    for (const connection of this.#all) connection.close();
  }
}
