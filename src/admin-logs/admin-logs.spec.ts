import { userCaller } from '../../test/support/audit';
import { type HttpApp, startHttpApp } from '../../test/support/http-app';
import { MemoryEvents } from '../../test/support/memory-events';
import { DomainEvents } from '../shared/events';
import { Contributions, Secret } from '../shared/kernel';
import { AppLogger, type AuditEvent, AuditTrail, AuditTrailModule } from '../shared/observability';
import { AuditAdminController } from './audit.admin.controller';
import { AuditService } from './audit.service';
import type { AuditEntry } from './domain/audit-entry';
import { AuditKeys } from './audit-keys.service';
import { AuditEntriesRepository } from './repositories/audit-entries.repository';

const ANN = { ...userCaller('ann'), ip: '192.0.2.7' };
const EVENT: AuditEvent = { action: 'escalation.resolved', workspaceId: 'w1', target: 'e1' };
const { actor, correlationId, ip } = ANN;
const ENTRY = { ...EVENT, actor, correlationId, ip };

class MemoryEntries {
  rows: AuditEntry[] = [];
  failure: Error | null = null;

  async insert(entry: AuditEntry): Promise<void> {
    if (this.failure !== null) throw this.failure;
    this.rows.unshift(entry);
  }

  async list(_filter: unknown, limit: number): Promise<AuditEntry[]> {
    return this.rows.slice(0, limit);
  }
}

describe('the audit trail', () => {
  const entries = new MemoryEntries();
  const events = new MemoryEvents();
  const keys = { keyFor: async () => new Secret('key-of-the-tests') };
  let http: HttpApp;

  beforeAll(async () => {
    http = await startHttpApp({
      imports: [AuditTrailModule],
      controllers: [AuditAdminController],
      providers: [
        AuditService,
        { provide: AuditEntriesRepository, useValue: entries },
        { provide: AuditKeys, useValue: keys },
        { provide: DomainEvents, useValue: events },
      ],
    });
    http.directory.add('root', {}, { platformAdmin: true });
    http.directory.add('ann', { w1: 'owner' });
  });
  afterAll(() => http.app.close());
  beforeEach(() => {
    entries.rows = [];
    entries.failure = null;
  });

  it('tells what no domain tells by itself, of changes alone', async () => {
    const trail = http.app.get(AuditTrail, { strict: false });
    await trail.record(ANN, { action: 'segment.created', workspaceId: 'w1', target: 'q1' });
    await trail.record(ANN, EVENT);
    await trail.note(ANN, { action: 'settings.read-out', workspaceId: 'w1' });
    expect(events.told).toMatchObject([{ type: 'segment.changed', workspaceId: 'w1', subjectId: 'q1' }]);
  });

  const list = async (user: string) => http.inject({ url: '/v1/admin/audit', headers: await http.signedIn(user) });

  it('keeps what any domain records, and shows it to platform admins only', async () => {
    await http.app.get(AuditTrail, { strict: false }).record(ANN, EVENT);
    expect(entries.rows).toEqual([
      { ...ENTRY, id: expect.stringMatching(/^[0-9a-f]{24}$/) as string, at: expect.any(Date) as Date },
    ]);
    const response = await list('root');
    expect(response.json()).toEqual({
      items: [{ ...ENTRY, id: entries.rows[0]?.id, at: entries.rows[0]?.at.toISOString() }],
    });
    expect((await list('ann')).statusCode).toBe(403);
  });

  it('lets a refusal stand when it cannot note it, and logs that', async () => {
    entries.failure = new Error('store away');
    const event = jest.spyOn(http.app.get(AppLogger), 'event');
    await expect(http.app.get(AuditTrail, { strict: false }).note(ANN, EVENT)).resolves.toBeUndefined();
    expect(event).toHaveBeenCalledWith(
      'error',
      'audit entry not written',
      expect.objectContaining({ reason: 'escalation.resolved', err: entries.failure }),
    );
  });

  it('fails a change whose entry cannot be written', async () => {
    entries.failure = new Error('store away');
    await expect(http.app.get(AuditTrail, { strict: false }).record(ANN, EVENT)).rejects.toThrow('store away');
  });

  it('keeps of a thing what tells whether it changed, not the thing', async () => {
    const trail = http.app.get(AuditTrail, { strict: false });
    await trail.record(ANN, { ...EVENT, before: { name: 'Mia' }, after: { name: 'Max' } });
    await trail.record(ANN, { ...EVENT, before: { name: 'Max' } });
    const [second, first] = entries.rows;
    expect(first?.beforeHash).not.toBe(first?.afterHash);
    expect(second?.beforeHash).toBe(first?.afterHash);
    expect(JSON.stringify(entries.rows)).not.toMatch(/Mia|Max/);
  });

  it('is contributed exactly once', () => {
    expect(http.app.get(Contributions).all(AuditTrail)).toHaveLength(1);
  });
});
