export const ACCOUNT_STATUSES = ['connected', 'expiring', 'expired', 'revoked', 'restricted', 'disconnected'] as const;

/**
 * `expiring`: the token is still good, but could not be renewed in time · `expired`, `revoked`: only a new login helps ·
 * `restricted`: Instagram or the owner forbids what the token would allow · `disconnected`: by the workspace; no token is left.
 */
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** What happens to an account. */
export type AccountTurn =
  /** Its owner logged in at Instagram. */
  | 'authorised'
  | 'token-renewed'
  /** The last days of the token have begun. */
  | 'token-ageing'
  | 'token-lapsed'
  /** Graph does not accept the token any more, or its owner removed the app. */
  | 'token-refused'
  | 'access-refused'
  /** Somebody says that the restriction is over, and Graph does not object. */
  | 'access-restored'
  | 'disconnected';

type Transitions = Partial<Record<AccountTurn, AccountStatus>>;

const ALWAYS: Transitions = { authorised: 'connected', disconnected: 'disconnected' };
const WITH_TOKEN: Transitions = { ...ALWAYS, 'token-lapsed': 'expired', 'token-refused': 'revoked' };

/** What is not named changes nothing: a late report about a token that is gone, say. */
const TRANSITIONS: Readonly<Record<AccountStatus, Transitions>> = {
  connected: { ...WITH_TOKEN, 'token-ageing': 'expiring', 'access-refused': 'restricted' },
  expiring: { ...WITH_TOKEN, 'token-renewed': 'connected', 'access-refused': 'restricted' },
  // Its token is renewed all the same, without a change: who is free again need not log in again.
  restricted: { ...WITH_TOKEN, 'access-restored': 'connected' },
  expired: { ...ALWAYS, 'token-refused': 'revoked' },
  revoked: ALWAYS,
  disconnected: { authorised: 'connected' },
};

/** Null: nothing changes. */
export function nextStatus(from: AccountStatus, turn: AccountTurn): AccountStatus | null {
  return TRANSITIONS[from][turn] ?? null;
}

/** The statuses that `turn` changes. */
export const changedBy = (turn: AccountTurn): AccountStatus[] =>
  ACCOUNT_STATUSES.filter((from) => nextStatus(from, turn) !== null);

export const maySend = (status: AccountStatus): boolean => status === 'connected' || status === 'expiring';

/** Whether its token is looked after. */
export const hasLiveToken = (status: AccountStatus): boolean => maySend(status) || status === 'restricted';

/** Whether the account is the workspace's, so that no other may connect it. */
export const isHeld = (status: AccountStatus): boolean => status !== 'disconnected';

const WORDS: Readonly<Record<AccountStatus, string>> = {
  connected: 'The account is connected.',
  expiring: 'The sign-in at Instagram ends soon and could not be renewed.',
  expired: 'The sign-in at Instagram has ended: connect the account again.',
  revoked: 'Instagram does not accept the sign-in any more: connect the account again.',
  restricted: 'Instagram does not let the account send.',
  disconnected: 'The account was disconnected.',
};

/** For the person who wonders why nothing is sent. */
export const reasonOf = (status: AccountStatus, statusReason?: string): string => statusReason ?? WORDS[status];
