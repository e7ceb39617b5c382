import {
  nameOf,
  nextStep,
  notBefore,
  openKeyOf,
  planOf,
  PRIVACY_REQUEST_STATUSES,
  retryDelayMs,
  sourcesOf,
} from './privacy-request';

const CLOSED_AT = new Date('2026-01-01T00:00:00Z');
const SETTLE_MS = 30_000;
const namesOf = (kind: 'export' | 'erase') => planOf(kind, ['a', 'b']).map(nameOf);

describe('privacy requests', () => {
  it('an export reads each collection; an erasure closes, erases, sweeps and reopens', () => {
    expect(namesOf('export')).toEqual(['read:a', 'read:b']);
    expect(namesOf('erase')).toEqual(['close', 'erase:a', 'erase:b', 'sweep:a', 'sweep:b', 'reopen']);
  });

  it('go on at the first step that is not done, whatever was begun after it', () => {
    const plan = planOf('erase', ['a', 'b']);
    const done = (step: string) => ({ step, count: 0, done: true });
    expect(nextStep(plan, [])).toEqual({ phase: 'close' });
    const progress = [done('close'), { step: 'erase:a', count: 500, done: false }, done('erase:b')];
    expect(nextStep(plan, progress)).toEqual({ phase: 'erase', collection: 'a' });
    expect(nextStep(plan, namesOf('erase').map(done))).toBeNull();
  });

  it.each<[string, Parameters<typeof notBefore>, number | null]>([
    ['closing is at once', [{ phase: 'close' }, undefined, SETTLE_MS], null],
    ['so is reading', [{ phase: 'read', collection: 'a' }, undefined, SETTLE_MS], null],
    ['erasing waits until every process knows', [{ phase: 'erase', collection: 'a' }, CLOSED_AT, SETTLE_MS], 1_500],
    [
      'sweeping until all that was under way ended',
      [{ phase: 'sweep', collection: 'a' }, CLOSED_AT, SETTLE_MS],
      31_500,
    ],
    ['and nothing is opened before', [{ phase: 'reopen' }, CLOSED_AT, SETTLE_MS], 31_500],
  ])('%s', (_, args, waitMs) => {
    const at = notBefore(...args);
    expect(at === null ? null : at.getTime() - CLOSED_AT.getTime()).toBe(waitMs);
  });

  it('leave `done` never, and `failed` only to be tried again', () => {
    expect(PRIVACY_REQUEST_STATUSES.map((to) => [to, sourcesOf(to)])).toEqual([
      ['queued', ['failed']],
      ['running', ['queued', 'running']],
      ['done', ['running']],
      ['failed', ['running']],
    ]);
  });

  it('are tried again ever more slowly, up to ten minutes', () => {
    expect([1, 2, 3, 9, 10, 30].map(retryDelayMs)).toEqual([2_000, 4_000, 8_000, 512_000, 600_000, 600_000]);
  });

  it('are the same when kind, workspace and subject are', () => {
    const request = { kind: 'erase' as const, subject: { kind: 'contact' as const, id: 'c1' } };
    const keys = [
      openKeyOf(request),
      openKeyOf({ ...request, kind: 'export' }),
      openKeyOf({ ...request, subject: { kind: 'member', id: 'c1' } }),
      openKeyOf({ ...request, subject: { kind: 'contact', id: 'c2' } }),
    ];
    expect(new Set(keys).size).toBe(4);
    expect(openKeyOf({ ...request, subject: { ...request.subject, conversationIds: [] } })).toBe(keys[0]);
  });
});
