import { MongooseModule } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import { loadConfig } from '../../../config';
import { TEST_ENV } from '../../../test/support/http-app';
import { ManualClock } from '../../../test/support/manual-clock';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { APP_CONFIG } from '../../shared/config';
import { Transactions } from '../../shared/database';
import { Clock, Contributions } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { SecretBox } from '../../shared/security';
import { type Mail, Mailer, type MailToSend } from '../../shared/providers/mail';
import { Mails } from './mails';
import { OutgoingMailsRepository } from '../repositories/outgoing-mails.repository';
import { outgoingMailIndexes, OutgoingMailRow, OutgoingMailSchema } from '../schemas/outgoing-mail.schema';
import { SendMailsJob } from './send-mails.job';

const MAIL: Mail = { to: 'mia@shop.example', subject: 'Hi', text: 'text', html: 'html', correlationId: 'corr-0001' };

class FakeMailer extends Mailer {
  readonly sent: MailToSend[] = [];
  failures = 0;

  override async send(mail: MailToSend): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('refused');
    }
    this.sent.push(mail);
  }
}

describe('mails that are not lost, on the store', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let mailer: FakeMailer;
  let clock: ManualClock;
  let telemetry: TelemetryProbe;

  beforeEach(async () => {
    database = await createTestDatabase(outgoingMailIndexes);
    [mailer, clock, telemetry] = [new FakeMailer(), new ManualClock(), new TelemetryProbe()];
    module = await Test.createTestingModule({
      imports: [
        database.module,
        MongooseModule.forFeature([{ name: OutgoingMailRow.name, schema: OutgoingMailSchema }]),
      ],
      providers: [
        OutgoingMailsRepository,
        Mails,
        SendMailsJob,
        SecretBox,
        Contributions,
        Transactions,
        { provide: APP_CONFIG, useValue: loadConfig(TEST_ENV) },
        { provide: Mailer, useValue: mailer },
        { provide: Clock, useValue: clock },
        { provide: AppLogger, useValue: telemetry.logger },
      ],
    }).compile();
  });
  afterEach(async () => {
    await module.close();
    await database.drop();
  });

  const enqueue = () => module.get(Mails).enqueue(MAIL);
  const run = () => module.get(SendMailsJob).run();
  const rows = () =>
    module
      .get<{ collection: { find(): { toArray(): Promise<object[]> } } }>(`${OutgoingMailRow.name}Model`)
      .collection.find()
      .toArray();

  it('are handed over once, and nothing of them is kept', async () => {
    await enqueue();
    await enqueue();
    expect(JSON.stringify(await rows())).not.toMatch(/mia|text|html/);
    await Promise.all([run(), run()]);
    expect(mailer.sent.map(({ to }) => to)).toEqual([MAIL.to, MAIL.to]);
    expect(new Set(mailer.sent.map(({ id }) => id)).size).toBe(2);
    expect(await rows()).toEqual([]);
  });

  it('are not sent when the change that wanted them did not happen', async () => {
    const change = module.get(Transactions).run(async () => {
      await enqueue();
      throw new Error('refused');
    });
    await expect(change).rejects.toThrow('refused');
    await run();
    expect(mailer.sent).toEqual([]);
  });

  it('are tried again later and later, and then parked', async () => {
    await enqueue();
    mailer.failures = 100;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      await run();
      let waited = 0;
      const left = mailer.failures;
      while (mailer.failures === left) {
        clock.advance(5_000);
        waited += 5;
        await run();
      }
      waits.push(waited);
    }
    expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320]);
    expect(await rows()).toMatchObject([{ status: 'parked', attempts: 8 }]);
    expect(telemetry.messages.at(-1)).toBe('mail parked');
    clock.advance(3_600_000);
    mailer.failures = 0;
    await run();
    expect(mailer.sent).toEqual([]);
  });

  it('of a process that died while sending are sent by another', async () => {
    await enqueue();
    await module.get(OutgoingMailsRepository).claim(clock.now(), new Date(clock.now().getTime() + 120_000));
    await run();
    expect(mailer.sent).toEqual([]);
    clock.advance(120_000);
    await run();
    expect(mailer.sent).toHaveLength(1);
  });
});
