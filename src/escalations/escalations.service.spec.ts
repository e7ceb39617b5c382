import { contextOf, RecordingAudit } from '../../test/support/audit';
import { ManualClock } from '../../test/support/manual-clock';
import { MemoryEscalations } from '../../test/support/memory-escalations';
import type { ConversationsFacade } from '../conversations';
import { Contributions, type ConversationId, type WorkspaceId } from '../shared/kernel';
import type { AppLogger } from '../shared/observability';
import { ScheduledJob } from '../shared/schedule';
import type { Escalation, EscalationStatus } from './domain/escalation';
import { EscalationsService } from './escalations.service';
import { ReleaseHoldsJob } from './release-holds.job';
import type { EscalationsRepository } from './repositories/escalations.repository';

const CONTEXT = contextOf('w1', 'ann');

function set() {
  const rows = new MemoryEscalations();
  const repository = rows as unknown as EscalationsRepository;
  const clock = new ManualClock();
  const ended: string[] = [];
  const endHold = jest.fn(async (workspaceId: string, conversationId: string, by: { sourceId?: string }) => {
    ended.push([workspaceId, conversationId, by.sourceId].join('/'));
  });
  const audit = new RecordingAudit();
  const logger = { event: jest.fn() };
  const service = new EscalationsService(
    repository,
    { endHold } as unknown as ConversationsFacade,
    clock,
    audit.changes,
    logger as unknown as AppLogger,
  );
  const job = new ReleaseHoldsJob(new Contributions(), repository, service, clock);
  const add = (id: string, status: EscalationStatus = 'pending', part: Partial<Escalation> = {}) =>
    rows.rows.push({
      id,
      workspaceId: CONTEXT.workspaceId,
      conversationId: `lane-${id}` as ConversationId,
      sourceIds: [`task-${id}`],
      reason: 'handoff',
      summary: 'Asks for a person',
      status,
      createdAt: clock.now(),
      updatedAt: clock.now(),
      ...part,
    });
  return { rows, clock, ended, endHold, audited: audit.entries, logger, service, job, add };
}

describe('EscalationsService.resolve', () => {
  it.each<EscalationStatus>(['pending', 'in_progress'])('closes one that is %s and ends its holds', async (status) => {
    const { service, add, ended, rows, audited, clock } = set();
    add('e1', status, { sourceIds: ['task-1', 'task-2'] });
    const resolved = await service.resolve(CONTEXT, 'e1');
    expect(resolved).toMatchObject({ status: 'resolved', resolvedBy: 'ann', resolvedAt: clock.now() });
    expect(ended).toEqual(['w1/lane-e1/task-1', 'w1/lane-e1/task-2']);
    expect(rows.rows[0]).toEqual(resolved);
    expect(resolved.holdReleasedAt).toEqual(clock.now());
    expect(audited).toEqual([expect.objectContaining({ action: 'escalation.resolved', target: 'e1' })]);
  });

  it.each<[EscalationStatus]>([['resolved'], ['cancelled']])('refuses one that is %s', async (status) => {
    const { service, add, ended, audited } = set();
    add('e1', status);
    await expect(service.resolve(CONTEXT, 'e1')).rejects.toMatchObject({ code: 'ESCALATION.CLOSED', kind: 'conflict' });
    expect([ended, audited]).toEqual([[], []]);
  });

  it.each([
    ['an unknown id', CONTEXT, 'e9'],
    ['the id of another workspace', { ...CONTEXT, workspaceId: 'w2' as WorkspaceId }, 'e1'],
  ])('does not find %s', async (_, context, id) => {
    const { service, add } = set();
    add('e1');
    await expect(service.resolve(context, id)).rejects.toMatchObject({ code: 'ESCALATION.NOT_FOUND' });
  });

  it('decides again when the status changed under it, and resolves once when two people do', async () => {
    const { service, add, rows, audited } = set();
    add('e1');
    const resolve = rows.resolve.bind(rows);
    rows.resolve = async (...args) => {
      rows.resolve = resolve;
      rows.rows = rows.rows.map((row) => ({ ...row, status: 'in_progress' as const }));
      return resolve(...args);
    };
    expect((await service.resolve(CONTEXT, 'e1')).status).toBe('resolved');
    await expect(service.resolve(CONTEXT, 'e1')).rejects.toMatchObject({ code: 'ESCALATION.CLOSED' });
    expect(audited).toHaveLength(1);
  });

  it('stays resolved when the hold cannot be ended now; the job ends it later', async () => {
    const { service, add, endHold, ended, logger, job, rows, clock } = set();
    add('e1');
    endHold.mockRejectedValueOnce(new Error('store away'));
    expect(await service.resolve(CONTEXT, 'e1')).toMatchObject({ status: 'resolved' });
    expect(rows.rows[0]?.holdReleasedAt).toBeUndefined();
    expect(logger.event).toHaveBeenCalledWith(
      'warn',
      expect.any(String),
      expect.objectContaining({ workspaceId: 'w1' }),
    );
    clock.advance(6_000);
    await job.run();
    expect(ended).toEqual(['w1/lane-e1/task-e1']);
    expect(rows.rows[0]?.holdReleasedAt).toEqual(clock.now());
  });
});

describe('EscalationsService.list', () => {
  it('pages, newest first, by status', async () => {
    const { service, add } = set();
    add('e1');
    add('e2', 'resolved');
    add('e3');
    const ids = async (status?: EscalationStatus) =>
      (await service.list(CONTEXT, { limit: 5, ...(status ? { status } : {}) })).items.map(({ id }) => id);
    expect(await ids()).toEqual(['e3', 'e2', 'e1']);
    expect(await ids('pending')).toEqual(['e3', 'e1']);
    const page = await service.list(CONTEXT, { limit: 2 });
    expect([page.items.length, typeof page.nextCursor]).toEqual([2, 'string']);
  });
});

describe('ReleaseHoldsJob', () => {
  it('leaves open, finished and just resolved ones alone', async () => {
    const { add, job, ended, clock } = set();
    const long = new Date(clock.now().getTime() - 60_000);
    add('open');
    add('done', 'resolved', { resolvedAt: long, holdReleasedAt: long });
    add('fresh', 'resolved', { resolvedAt: new Date(clock.now().getTime() - 1_000) });
    add('cut-off', 'resolved', { resolvedAt: long });
    await job.run();
    await job.run();
    expect(ended).toEqual(['w1/lane-cut-off/task-cut-off']);
  });

  it('goes on past one that fails, and says so', async () => {
    const { add, job, ended, endHold, clock } = set();
    const resolvedAt = new Date(clock.now().getTime() - 60_000);
    add('bad', 'resolved', { resolvedAt });
    add('good', 'resolved', { resolvedAt });
    endHold.mockRejectedValueOnce(new Error('store away'));
    await expect(job.run()).rejects.toThrow(AggregateError);
    expect(ended).toEqual(['w1/lane-good/task-good']);
    await job.run();
    expect(ended).toContain('w1/lane-bad/task-bad');
  });

  it('is contributed as a scheduled job', () => {
    const contributions = new Contributions();
    const { rows, service, clock } = set();
    const job = new ReleaseHoldsJob(contributions, rows as unknown as EscalationsRepository, service, clock);
    expect(contributions.all(ScheduledJob)).toEqual([job]);
  });
});
