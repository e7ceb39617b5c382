import { createHash } from 'node:crypto';
import { getConnectionToken, MongooseModule } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Connection } from 'mongoose';
import { contextOf, userCaller } from '../../test/support/audit';
import { MemoryEvents } from '../../test/support/memory-events';
import { TelemetryProbe } from '../../test/support/telemetry-probe';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database';
import { Transactions } from '../shared/database';
import { Contributions, SystemClock } from '../shared/kernel';
import { SecretBox } from '../shared/security';
import { AuditKeys } from './audit-keys.service';
import { AuditService } from './audit.service';
import { AuditVerification } from './audit-verification.service';
import { AuditChainsRepository } from './repositories/audit-chains.repository';
import { AuditEntriesRepository } from './repositories/audit-entries.repository';
import { AuditKeysRepository } from './repositories/audit-keys.repository';
import { AuditKeyRow, AuditKeySchema } from './schemas/audit-key.schema';
import { AuditChainRow, AuditChainSchema } from './schemas/audit-chain.schema';
import { auditEntryIndexes, AuditEntryRow, AuditEntrySchema } from './schemas/audit-entry.schema';
import { SealAuditJob } from './seal-audit.job';

interface Row {
  _id: string;
  chain: string;
  sequence: number;
}

describe('the sealed audit trail, on the store', () => {
  let database: TestDatabase;
  let app: TestingModule;
  let connection: Connection;
  let audit: AuditService;
  let verification: AuditVerification;

  beforeEach(async () => {
    database = await createTestDatabase(auditEntryIndexes);
    app = await Test.createTestingModule({
      imports: [
        database.module,
        MongooseModule.forFeature([
          { name: AuditEntryRow.name, schema: AuditEntrySchema },
          { name: AuditChainRow.name, schema: AuditChainSchema },
          { name: AuditKeyRow.name, schema: AuditKeySchema },
        ]),
      ],
      providers: [AuditEntriesRepository, AuditKeysRepository, AuditChainsRepository, AuditVerification, Transactions],
    }).compile();
    connection = app.get<Connection>(getConnectionToken());
    const { logger } = new TelemetryProbe();
    const security = { encryptionKeys: [{ id: 'k1', key: Buffer.alloc(32, 7).toString('base64') }] };
    const secrets = new SecretBox({ security: { ...security, jwtKeys: [], accessTokenSeconds: 60 } });
    const keys = new AuditKeys(app.get(AuditKeysRepository), secrets, new SystemClock());
    const entries = app.get(AuditEntriesRepository);
    audit = new AuditService(new Contributions(), entries, keys, new MemoryEvents(), new SystemClock(), logger);
    verification = app.get(AuditVerification);
  });

  afterEach(async () => {
    await app.close();
    await database.drop();
  });

  const sealer = () => new SealAuditJob(new Contributions(), app.get(AuditChainsRepository), app.get(Transactions));
  const rows = () => connection.collection<Row>('auditEntries');
  const record = async (workspaceId: string, count: number) => {
    for (let i = 0; i < count; i++) {
      const event = { action: 'thing.changed', workspaceId, target: `t${i}`, details: { count: i, kind: 'x' } };
      await audit.record(contextOf(workspaceId, 'ann'), { ...event, before: { a: i } });
    }
  };
  const sealed = async () => {
    await record('w1', 4);
    await record('w2', 2);
    await audit.record(userCaller('root'), { action: 'user.disabled', target: 'u1' });
    await sealer().run();
  };

  it('has a chain for each workspace and one for the platform, all of them whole', async () => {
    await sealed();
    const verdict = await verification.verify();
    expect(verdict).toMatchObject({ entries: 7, unsealed: 0 });
    expect(verdict.broken).toBeUndefined();
    expect(verdict.chains.map(({ chain, sequence }) => [chain, sequence])).toEqual([
      ['platform', 1],
      ['w1', 4],
      ['w2', 2],
    ]);
    await expect(verification.verify('w2')).resolves.toMatchObject({ entries: 2 });
  });

  it('goes on where it ended, also for more entries than one batch holds', async () => {
    await sealed();
    const many = Array.from({ length: 450 }, () => audit.record(userCaller('root'), { action: 'thing.changed' }));
    await Promise.all(many);
    await sealer().run();
    const verdict = await verification.verify();
    expect(verdict).toMatchObject({ entries: 457, unsealed: 0 });
    expect(verdict.broken).toBeUndefined();
  });

  it('two sealers at once never give one place twice', async () => {
    await record('w1', 120);
    const both = await Promise.allSettled([sealer().run(), sealer().run(), sealer().run()]);
    expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
    await sealer().run();
    const verdict = await verification.verify();
    expect(verdict).toMatchObject({ entries: 120, unsealed: 0 });
    expect(verdict.broken).toBeUndefined();
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['a change', () => rows().updateOne({ chain: 'w1', sequence: 2 }, { $set: { action: 'forged' } }), 'was changed'],
    ['a deletion', () => rows().deleteOne({ chain: 'w1', sequence: 2 }), 'number 2 is missing'],
    ['a deletion at the end', () => rows().deleteOne({ chain: 'w1', sequence: 4 }), 'the end of the chain'],
    ['a lost head', () => connection.collection<Row>('auditChains').deleteOne({ _id: 'w1' }), 'the end of the chain'],
    ['an insertion beside the chain', () => rows().insertOne({ _id: 'x' } as Row), 'it stands in no chain'],
    [
      'an insertion into the chain',
      async () => {
        const found = await rows().findOne({ chain: 'w1', sequence: 4 });
        await rows().insertOne({ ...found, _id: 'x', sequence: 5 } as Row);
      },
      'does not follow',
    ],
    [
      'a reordering',
      async () => {
        await rows().updateOne({ chain: 'w1', sequence: 2 }, { $set: { sequence: 99 } });
        await rows().updateOne({ chain: 'w1', sequence: 3 }, { $set: { sequence: 2 } });
        await rows().updateOne({ chain: 'w1', sequence: 99 }, { $set: { sequence: 3 } });
      },
      'does not follow',
    ],
  ])('shows %s', async (_, tamper, problem) => {
    await sealed();
    await tamper();
    const { broken } = await verification.verify();
    expect(broken?.problem).toContain(problem);
  });

  it('is read by its filters, and taken out as lines of JSON', async () => {
    await sealed();
    const page = await audit.list({ workspaceId: 'w1', action: 'thing.changed', userId: 'ann' }, 3);
    expect(page.items.map(({ target }) => target)).toHaveLength(3);
    expect(page.nextCursor).toBeDefined();
    const rest = await audit.list({ workspaceId: 'w1' }, 3, page.nextCursor);
    expect(rest.items).toHaveLength(1);
    await expect(audit.list({ to: new Date(0) }, 3)).resolves.toEqual({ items: [] });

    const lines: { workspaceId: string; sequence: number; hash: string }[] = [];
    for await (const line of await audit.export(contextOf('w1', 'ann'), { workspaceId: 'w1', action: 'thing.changed' }))
      lines.push(JSON.parse(line) as (typeof lines)[number]);
    expect(lines).toHaveLength(4);
    expect(lines.every(({ workspaceId, hash }) => workspaceId === 'w1' && hash.length === 64)).toBe(true);
    expect((await audit.list({ action: 'audit.exported' }, 3)).items).toHaveLength(1);
  });

  describe('of somebody who was erased', () => {
    const change = (subject: string, before: object) =>
      audit.record(contextOf('w1', 'ann'), {
        action: 'contact.changed',
        workspaceId: 'w1',
        target: subject,
        subject,
        before,
      });
    const hashes = async () =>
      (await rows().find().sort({ target: 1 }).toArray()).map((row) => Reflect.get(row, 'beforeHash') as string);

    it('equal things have equal hashes, each subject its own', async () => {
      for (const subject of ['c1', 'c1', 'c2']) await change(subject, { name: 'Mia' });
      const [first, again, other] = await hashes();
      expect(first).toMatch(/^[0-9a-f]{64}$/);
      expect(again).toBe(first);
      expect(other).not.toBe(first);
    });

    it('the hashes can be made with the key only, which is sealed', async () => {
      await change('c1', { name: 'Mia' });
      const [key] = await connection.collection('auditKeys').find().toArray();
      expect(key).toMatchObject({ _id: 'c1', workspaceId: 'w1', sealed: { keyId: 'k1' } });
      const [hash] = await hashes();
      expect(hash).not.toBe(createHash('sha256').update('{"name":"Mia"}').digest('hex'));
    });

    it('the chain still holds once the key is gone, and the same thing has another hash', async () => {
      await change('c1', { name: 'Mia' });
      await sealer().run();
      await connection.collection('auditKeys').deleteMany({});
      expect((await verification.verify()).broken).toBeUndefined();
      await change('c1', { name: 'Mia' });
      await sealer().run();
      expect(await verification.verify()).toMatchObject({ entries: 2, unsealed: 0 });
      expect(new Set(await hashes()).size).toBe(2);
    });

    it('many changes at once share one key', async () => {
      await Promise.all(Array.from({ length: 10 }, () => change('c9', { name: 'Mia' })));
      expect(new Set(await hashes()).size).toBe(1);
      expect(await connection.collection('auditKeys').countDocuments()).toBe(1);
    });
  });
});
