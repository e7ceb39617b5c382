import {
  ACCOUNT_STATUSES,
  type AccountStatus,
  type AccountTurn,
  changedBy,
  hasLiveToken,
  isHeld,
  maySend,
  nextStatus,
  reasonOf,
} from './account-state';

type Row = Record<AccountTurn, AccountStatus | null>;

/** Every cell by hand, a second time. */
const EXPECTED: Record<AccountStatus, Row> = {
  connected: {
    authorised: 'connected',
    'token-renewed': null,
    'token-ageing': 'expiring',
    'token-lapsed': 'expired',
    'token-refused': 'revoked',
    'access-refused': 'restricted',
    'access-restored': null,
    disconnected: 'disconnected',
  },
  expiring: {
    authorised: 'connected',
    'token-renewed': 'connected',
    'token-ageing': null,
    'token-lapsed': 'expired',
    'token-refused': 'revoked',
    'access-refused': 'restricted',
    'access-restored': null,
    disconnected: 'disconnected',
  },
  expired: {
    authorised: 'connected',
    'token-renewed': null,
    'token-ageing': null,
    'token-lapsed': null,
    'token-refused': 'revoked',
    'access-refused': null,
    'access-restored': null,
    disconnected: 'disconnected',
  },
  revoked: {
    authorised: 'connected',
    'token-renewed': null,
    'token-ageing': null,
    'token-lapsed': null,
    'token-refused': null,
    'access-refused': null,
    'access-restored': null,
    disconnected: 'disconnected',
  },
  restricted: {
    authorised: 'connected',
    'token-renewed': null,
    'token-ageing': null,
    'token-lapsed': 'expired',
    'token-refused': 'revoked',
    'access-refused': null,
    'access-restored': 'connected',
    disconnected: 'disconnected',
  },
  disconnected: {
    authorised: 'connected',
    'token-renewed': null,
    'token-ageing': null,
    'token-lapsed': null,
    'token-refused': null,
    'access-refused': null,
    'access-restored': null,
    disconnected: null,
  },
};

describe('the states of an account', () => {
  const cells = ACCOUNT_STATUSES.flatMap((from) =>
    Object.entries(EXPECTED[from]).map(([turn, to]) => [from, turn as AccountTurn, to] as const),
  );

  it.each(cells)('%s, then %s: %s', (from, turn, to) => {
    expect(nextStatus(from, turn)).toBe(to);
    expect(changedBy(turn).includes(from)).toBe(to !== null);
  });

  it.each<[AccountStatus, boolean, boolean, boolean]>([
    ['connected', true, true, true],
    ['expiring', true, true, true],
    ['restricted', false, true, true],
    ['expired', false, false, true],
    ['revoked', false, false, true],
    ['disconnected', false, false, false],
  ])('%s: sends %s, live token %s, held %s', (status, sends, live, held) => {
    expect([maySend(status), hasLiveToken(status), isHeld(status)]).toEqual([sends, live, held]);
  });

  it('has words for each, unless there are better ones', () => {
    expect(new Set(ACCOUNT_STATUSES.map((status) => reasonOf(status))).size).toBe(ACCOUNT_STATUSES.length);
    expect(reasonOf('revoked', 'The password was changed.')).toBe('The password was changed.');
  });
});
