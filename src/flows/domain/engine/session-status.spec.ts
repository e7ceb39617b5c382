import { isOpenStatus, mayBecome, SESSION_STATUSES, type SessionStatus, TRANSITIONS } from './session-status';

/** Rows: from; columns: to, in the order of SESSION_STATUSES. */
const TABLE: Record<SessionStatus, string> = {
  //            act wai pau han com fai exp sup sto
  active: '     -   x   x   x   x   x   x   x   x',
  waiting: '    x   -   x   x   x   x   x   x   x',
  paused: '     x   x   -   x   x   x   x   x   x',
  handed_off: ' x   -   -   -   -   -   -   -   -',
  completed: '  x   -   -   -   -   -   -   -   -',
  failed: '     -   -   -   -   -   -   -   -   -',
  expired: '    x   -   -   -   -   -   -   -   -',
  superseded: ' x   -   -   -   -   -   -   -   -',
  stopped: '    -   -   -   -   -   -   -   -   -',
};

const everyPair = SESSION_STATUSES.flatMap((from) =>
  SESSION_STATUSES.map((to, index) => [from, to, TABLE[from].trim().split(/\s+/)[index] === 'x'] as const),
);

it.each(everyPair)('%s → %s: %s', (from, to, allowed) => {
  expect(mayBecome(from, to)).toBe(allowed);
});

it('holds the conversation while it is active, waiting or paused', () => {
  expect(SESSION_STATUSES.filter(isOpenStatus)).toEqual(['active', 'waiting', 'paused']);
});

it('leads nowhere that is no status', () => {
  expect(Object.keys(TRANSITIONS).sort()).toEqual([...SESSION_STATUSES].sort());
  for (const [from, targets] of Object.entries(TRANSITIONS)) expect(targets).not.toContain(from);
});
