import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SmtpServer } from '../../../../test/support/smtp-server';
import { mailerFor } from './mail.module';
import type { Mailer, MailToSend } from './mailer.port';

const FROM = 'Parley <parley@shop.example>';
const MAIL: MailToSend = {
  id: '0123456789abcdef01234567',
  to: 'mia@shop.example',
  subject: 'Grüße & "more"',
  text: 'Hello ä\n.\nhttps://app.example/reset?token=abc_-123\n',
  html: '<p>Hello &amp; goodbye</p>',
  correlationId: 'corr-0001',
};

interface Delivered {
  to: string[];
  /** With encoded words and transfer encodings undone. */
  text: string;
}

interface Stage {
  mailer: Mailer;
  delivered(): Delivered[];
  /** From now on nothing can be handed over. */
  breakDown(): void;
  close(): Promise<void>;
}

/** Quoted-printable, in its two forms. */
function decoded(source: string): string {
  const bytes = source
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8').replaceAll('_', ' ');
}

async function smtpStage(): Promise<Stage> {
  const server = await SmtpServer.start();
  return {
    mailer: mailerFor({ smtpUrl: server.url, outboxDir: undefined, from: FROM, appUrl: '' }),
    delivered: () => server.received.map(({ to, source }) => ({ to, text: decoded(source) })),
    breakDown: () => (server.recipientReply = '550 no such user'),
    close: () => server.stop(),
  };
}

async function fileStage(): Promise<Stage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-outbox-'));
  let target = path.join(folder, 'outbox');
  const files = () => readdirSync(target).map((file) => readFileSync(path.join(target, file), 'utf8'));
  const mailer = mailerFor({ smtpUrl: undefined, outboxDir: target, from: FROM, appUrl: '' });
  return Promise.resolve({
    mailer,
    delivered: () => files().map((text) => ({ to: [(JSON.parse(text) as MailToSend).to], text: unescaped(text) })),
    breakDown: () => {
      rmSync(target, { recursive: true, force: true });
      target = '/dev/null/outbox';
      Object.assign(mailer, { folder: target });
    },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  });
}

const unescaped = (json: string) => json.replaceAll('\\"', '"').replaceAll('\\n', '\n').replaceAll('_', ' ');

describe.each([
  ['SMTP', smtpStage],
  ['files', fileStage],
])('mail by %s', (_, open) => {
  let stage: Stage;

  beforeEach(async () => {
    stage = await open();
  });
  afterEach(() => stage.close());

  it('is delivered as text and HTML to one address, recognisable by its id', async () => {
    await stage.mailer.send(MAIL);
    const [mail] = stage.delivered();
    expect(mail?.to).toEqual([MAIL.to]);
    for (const part of ['Hello ä', 'token=abc -123', '<p>Hello &amp; goodbye</p>', MAIL.id, MAIL.correlationId, FROM])
      expect(mail?.text).toContain(part);
  });

  it('that is not taken is an error', async () => {
    await stage.mailer.send(MAIL);
    stage.breakDown();
    await expect(stage.mailer.send(MAIL)).rejects.toThrow();
  });
});

describe('mail over SMTP', () => {
  it('has neither more recipients nor more headers than were meant', async () => {
    const stage = await smtpStage();
    const evil = 'a@b.example,eve@evil.example\r\nBcc: eve@evil.example';
    await stage.mailer.send({ ...MAIL, subject: 'Hi\r\nBcc: eve@evil.example' });
    await stage.mailer.send({ ...MAIL, to: evil }).catch(() => undefined);
    expect(stage.delivered().length).toBeGreaterThan(0);
    for (const { to, text } of stage.delivered()) {
      expect(to).toHaveLength(1);
      expect(text).not.toMatch(/^Bcc:/im);
    }
    await stage.close();
  });

  it('is an error when the server hangs up, or is not there', async () => {
    const server = await SmtpServer.start();
    const mailer = mailerFor({ smtpUrl: server.url, outboxDir: undefined, from: FROM, appUrl: '' });
    server.hangsUp = true;
    await expect(mailer.send(MAIL)).rejects.toThrow();
    await server.stop();
    await expect(mailer.send(MAIL)).rejects.toThrow();
    expect(server.received).toEqual([]);
  });
});

describe('mail into files', () => {
  it('is readable by its owner only', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'parley-outbox-'));
    await mailerFor({ smtpUrl: undefined, outboxDir: path.join(folder, 'out'), from: FROM, appUrl: '' }).send(MAIL);
    expect(statSync(path.join(folder, 'out', `${MAIL.id}.json`)).mode & 0o777).toBe(0o600);
    rmSync(folder, { recursive: true });
  });
});

describe('mail that nobody set up', () => {
  it('says so', async () => {
    const mailer = mailerFor({ smtpUrl: undefined, outboxDir: undefined, from: FROM, appUrl: '' });
    await expect(mailer.send(MAIL)).rejects.toThrow('Neither SMTP_URL nor MAIL_OUTBOX_DIR');
  });
});
