import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Mailer, type MailToSend } from './mailer.port';

/** For development: each mail becomes a JSON file, readable by its owner only since it may hold sign-in links. */
export class FileMailer extends Mailer {
  constructor(
    private readonly folder: string,
    private readonly from: string,
  ) {
    super();
  }

  override async send(mail: MailToSend): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const file = path.join(this.folder, `${mail.id}.json`);
    await writeFile(`${file}.part`, `${JSON.stringify({ from: this.from, ...mail }, null, 2)}\n`, { mode: 0o600 });
    await rename(`${file}.part`, file);
  }
}
