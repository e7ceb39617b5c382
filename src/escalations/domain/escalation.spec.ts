import fc from 'fast-check';
import type { ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import {
  type Acted,
  answered,
  assigned,
  begun,
  type By,
  closed,
  neededAgain,
  noted,
  rated,
  released,
  reopened,
  taken,
} from './acts';
import { type Escalation, shortSummary, withUpdate } from './escalation';
import { rankOf, SEVERITIES, type Severity } from './severity';
import type { SlaPolicy } from './sla';
import {
  ESCALATION_ACTS,
  type EscalationAct,
  ESCALATION_STATUSES,
  type EscalationStatus,
  isOpen,
  statusAfter,
} from './transitions';

const T0 = Date.parse('2026-01-12T09:00:00Z');
const at = (minutes: number) => new Date(T0 + minutes * 60_000);
const ANN = 'ann' as UserId;
const BOB = 'bob' as UserId;
const by = (minutes: number, userId: UserId = ANN): By => ({ at: at(minutes), from: 'human', userId });
const policy: SlaPolicy = {
  terms: { firstResponseMinutes: 60, resolutionMinutes: 600, businessHours: false },
  hours: { timeZone: 'UTC', weekly: null, exceptions: [] },
  warnPercent: 75,
};
const policyOf = (severity: Severity): SlaPolicy => ({
  ...policy,
  terms: { ...policy.terms, firstResponseMinutes: 60 / (rankOf(severity) + 1) },
});

const fresh = (severity: Severity = 'normal'): Escalation =>
  begun(
    {
      id: 'e1',
      workspaceId: 'w1' as WorkspaceId,
      conversationId: 'lane1' as ConversationId,
      sourceId: 's1',
      reason: 'handoff',
      summary: 'Asks for a person',
      severity,
      createdBy: 'flow',
    },
    { at: at(0), from: 'flow' },
    policyOf(severity),
  );

const done = (acted: Acted): Escalation => {
  if (!acted.ok) throw new Error(`Refused: ${acted.refused}.`);
  return acted.escalation;
};
const close = (to: 'resolve' | 'cancel') => ({ to, handsBack: true });

describe('the life of an escalation', () => {
  const reach: Readonly<Record<EscalationStatus, readonly EscalationAct[]>> = {
    pending: ['need', 'take', 'assign', 'release', 'answer', 'rate', 'note', 'resolve', 'cancel'],
    in_progress: ['need', 'take', 'assign', 'release', 'answer', 'rate', 'note', 'resolve', 'cancel'],
    resolved: ['note', 'reopen'],
    cancelled: ['note', 'reopen'],
  };
  it.each(ESCALATION_STATUSES)('%s allows what it should and nothing else', (from) => {
    expect(ESCALATION_ACTS.filter((act) => statusAfter(act, from) !== null)).toEqual(reach[from]);
    expect(isOpen(from)).toBe(reach[from].includes('take'));
  });

  it('begins waiting, with its promises', () => {
    expect(fresh()).toMatchObject({
      status: 'pending',
      followUpCount: 0,
      updates: [{ kind: 'opened', from: 'flow', text: 'handoff' }],
      sla: { firstResponse: { dueAt: at(30) }, resolution: { dueAt: at(600) } },
    });
  });

  it('is begun by whoever answers first, and the promise of an answer is kept with the time it took', () => {
    const first = done(answered(fresh(), by(20, BOB), policyOf('normal')));
    expect(first).toMatchObject({ status: 'in_progress', assigneeId: 'bob' });
    expect(first.sla.firstResponse).toMatchObject({ metAt: at(20), tookSeconds: 1_200 });
    const second = done(answered(first, by(40, ANN), policyOf('normal')));
    expect(second.assigneeId).toBe('bob');
    expect(second.sla.firstResponse).toEqual(first.sla.firstResponse);
  });

  it('somebody who types in the app begins it for nobody in particular', () => {
    const begunInApp = done(answered(fresh(), { at: at(1), from: 'app' }, policy));
    expect(begunInApp).toMatchObject({ status: 'in_progress' });
    expect(begunInApp.assigneeId).toBeUndefined();
  });

  it('is not taken from somebody who works on it, but may be given to another', () => {
    const mine = done(taken(fresh(), ANN, by(1)));
    expect(taken(mine, BOB, by(2, BOB))).toEqual({ ok: false, refused: 'assignee' });
    expect(done(taken(mine, ANN, by(2)))).toMatchObject({ status: 'in_progress' });
    expect(done(assigned(mine, BOB, by(3)))).toMatchObject({ status: 'in_progress', assigneeId: 'bob' });
    const given = done(assigned(fresh(), BOB, by(1)));
    expect([given.status, done(taken(given, ANN, by(2))).assigneeId]).toEqual(['pending', 'ann']);
  });

  it('more needs count and only ever make it more urgent', () => {
    const more = done(
      neededAgain(fresh(), { sourceId: 's2', summary: 'Again', severity: 'critical' }, by(5), policyOf),
    );
    expect(more).toMatchObject({ severity: 'critical', followUpCount: 1, sourceIds: ['s1', 's2'] });
    expect(more.sla.firstResponse.dueAt).toEqual(at(15));
    const less = done(neededAgain(more, { sourceId: 's3', summary: 'Again', severity: 'low' }, by(6), policyOf));
    expect([less.severity, less.sla]).toEqual(['critical', more.sla]);
  });

  it('resolving keeps promises, cancelling does neither, and reopening counts the solution anew', () => {
    const resolved = done(closed(fresh(), close('resolve'), by(10), policyOf('normal')));
    expect(resolved).toMatchObject({ status: 'resolved', resolvedBy: 'ann', handBackDueAt: at(10) });
    expect(resolved.sla.resolution).toMatchObject({ metAt: at(10), tookSeconds: 600 });
    expect(done(closed(fresh(), close('cancel'), by(10), policy)).sla.resolution.metAt).toBeUndefined();
    const again = done(reopened(resolved, by(100), policyOf('normal')));
    expect(again).toMatchObject({ status: 'pending', reopenCount: 1, sla: { resolution: { dueAt: at(700) } } });
    expect([again.resolvedAt, again.resolvedBy, again.handBackDueAt]).toEqual([undefined, undefined, undefined]);
  });

  it('reopening counts the first answer anew where nobody has answered, and never forgets what was late', () => {
    const cancelled = done(closed(fresh(), close('cancel'), by(5), policy));
    const again = done(reopened(cancelled, by(1_000), policyOf('normal')));
    expect(again.sla.firstResponse).toMatchObject({ startedAt: at(1_000), dueAt: at(1_030) });
    const late = { ...cancelled.sla.firstResponse, breachedAt: at(60) };
    const lateOne = { ...cancelled, sla: { ...cancelled.sla, firstResponse: late } };
    expect(done(reopened(lateOne, by(1_000), policy)).sla.firstResponse).toEqual(late);
    const answeredOne = done(closed(done(answered(fresh(), by(3), policy)), close('resolve'), by(5), policy));
    expect(done(reopened(answeredOne, by(1_000), policy)).sla.firstResponse.metAt).toEqual(at(3));
  });

  it.each([
    ['  asks for a refund ', 'asks for a refund'],
    ['x'.repeat(141), `${'x'.repeat(139)}…`],
    ['👋'.repeat(200), `${'👋'.repeat(139)}…`],
  ])('cuts a summary to 140 characters', (summary, expected) => {
    expect(shortSummary(summary)).toBe(expected);
  });

  it('keeps how it began and what came last', () => {
    const many = Array.from({ length: 500 }, (_, minute) => ({ at: at(minute), kind: 'note', from: 'human' }) as const);
    const kept = many.reduce((list, update) => withUpdate(list, update), fresh().updates);
    expect([kept.length, kept[0]?.kind, kept.at(-1)?.at]).toEqual([200, 'opened', at(499)]);
  });
});

describe('any order of acts', () => {
  type Step = (escalation: Escalation, minute: number, user: UserId) => Acted;
  const steps: Readonly<Record<EscalationAct, Step>> = {
    need: (e, m) => neededAgain(e, { sourceId: `s${m}`, summary: 'x', severity: 'high' }, by(m), policyOf),
    take: (e, m, user) => taken(e, user, by(m, user)),
    assign: (e, m, user) => assigned(e, user, by(m)),
    release: (e, m) => released(e, by(m)),
    answer: (e, m, user) => answered(e, by(m, user), policyOf(e.severity)),
    rate: (e, m) => rated(e, 'low', by(m), policyOf('low')),
    note: (e, m) => noted(e, 'x', by(m)),
    resolve: (e, m) => closed(e, close('resolve'), by(m), policyOf(e.severity)),
    cancel: (e, m) => closed(e, close('cancel'), by(m), policyOf(e.severity)),
    reopen: (e, m) => reopened(e, by(m), policyOf(e.severity)),
  };
  const some = fc.array(fc.record({ act: fc.constantFrom(...ESCALATION_ACTS), user: fc.constantFrom(ANN, BOB) }), {
    maxLength: 40,
  });

  it('goes by the table alone, keeps what is met, and tells every step', () => {
    fc.assert(
      fc.property(some, fc.constantFrom(...SEVERITIES), (acts, severity) => {
        let now = fresh(severity);
        acts.forEach(({ act, user }, index) => {
          const before = now;
          const acted = steps[act](before, index + 1, user);
          const expected = statusAfter(act, before.status);
          if (!acted.ok) {
            expect(expected === null || acted.refused === 'assignee').toBe(true);
            return;
          }
          now = acted.escalation;
          expect([now.status, now.revision, now.updates.length]).toEqual([
            expected,
            before.revision + 1,
            before.updates.length + 1,
          ]);
          expect(isOpen(now.status)).toBe(now.resolvedAt === undefined);
          if (before.sla.firstResponse.metAt !== undefined)
            expect(now.sla.firstResponse).toEqual(before.sla.firstResponse);
          if (act === 'need') expect(rankOf(now.severity)).toBeGreaterThanOrEqual(rankOf(before.severity));
        });
      }),
    );
  });
});
