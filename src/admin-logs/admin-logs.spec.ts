import { type HttpApp, startHttpApp } from '../../test/support/http-app';
import { Contributions } from '../shared/kernel';
import { AppLogger, type AuditRecord, AuditTrail, AuditTrailModule } from '../shared/observability';
import { AuditAdminController } from './audit.admin.controller';
import { AuditService } from './audit.service';
import { AuditEntriesRepository, type AuditEntry } from './repositories/audit-entries.repository';

const RECORD: AuditRecord = {
  at: new Date('2026-01-01T00:00:00Z'),
  actor: { userId: 'ann' },
  action: 'escalation.resolved',
  workspaceId: 'w1',
  target: 'e1',
  correlationId: 'corr-1',
};

class MemoryEntries {
  rows: AuditEntry[] = [];
  failure: Error | null = null;

  async insert(entry: AuditEntry): Promise<void> {
    if (this.failure !== null) throw this.failure;
    this.rows.unshift(entry);
  }

  async list(limit: number): Promise<AuditEntry[]> {
    return this.rows.slice(0, limit);
  }
}

describe('the audit trail', () => {
  const entries = new MemoryEntries();
  let http: HttpApp;

  beforeAll(async () => {
    http = await startHttpApp({
      imports: [AuditTrailModule],
      controllers: [AuditAdminController],
      providers: [AuditService, { provide: AuditEntriesRepository, useValue: entries }],
    });
    http.directory.add('root', {}, { platformAdmin: true });
    http.directory.add('ann', { w1: 'owner' });
  });
  afterAll(() => http.app.close());
  beforeEach(() => {
    entries.rows = [];
    entries.failure = null;
  });

  const list = async (user: string) => http.inject({ url: '/v1/admin/audit', headers: await http.signedIn(user) });

  it('keeps what any domain records, and shows it to platform admins only', async () => {
    await http.app.get(AuditTrail, { strict: false }).record(RECORD);
    expect(entries.rows).toEqual([{ ...RECORD, id: expect.stringMatching(/^[0-9a-f]{24}$/) as string }]);
    const response = await list('root');
    expect(response.json()).toEqual({
      items: [{ ...RECORD, id: entries.rows[0]?.id, at: '2026-01-01T00:00:00.000Z' }],
    });
    expect((await list('ann')).statusCode).toBe(403);
  });

  it('lets the action stand when it cannot write, and logs that', async () => {
    entries.failure = new Error('store away');
    const event = jest.spyOn(http.app.get(AppLogger), 'event');
    await expect(http.app.get(AuditTrail, { strict: false }).record(RECORD)).resolves.toBeUndefined();
    expect(event).toHaveBeenCalledWith(
      'error',
      'audit entry not written',
      expect.objectContaining({ reason: 'escalation.resolved', err: entries.failure }),
    );
  });

  it('is contributed exactly once', () => {
    expect(http.app.get(Contributions).all(AuditTrail)).toHaveLength(1);
  });
});
