import type { AccountTurn } from './account-state';

/** What a refusal of the account itself means, and what its owner can do about it. */
export interface AccountTrouble {
  turn: Extract<AccountTurn, 'token-lapsed' | 'token-refused' | 'access-refused'>;
  /** For people. */
  reason: string;
}

const AGAIN = 'Connect the account again.';

/**
 * By `code/subcode`, else by `code`. Sources: Messenger Platform "Error codes" (25 Jun 2026), Graph API "Error handling";
 * the subcodes of 190 that these do not list as public Graph clients read them.
 */
const TROUBLES: Readonly<Record<string, AccountTrouble>> = {
  '190/463': { turn: 'token-lapsed', reason: `The sign-in at Instagram has expired. ${AGAIN}` },
  '190/458': { turn: 'token-refused', reason: `The app was removed from the Instagram account. ${AGAIN}` },
  '190/459': {
    turn: 'token-refused',
    reason: 'Instagram asks the owner to confirm the account: open the Instagram app, then connect the account again.',
  },
  '190/460': { turn: 'token-refused', reason: `The password was changed, or the owner logged out. ${AGAIN}` },
  '190/464': {
    turn: 'token-refused',
    reason: 'The Instagram account is not confirmed: confirm it in the Instagram app, then connect the account again.',
  },
  '190': { turn: 'token-refused', reason: `Instagram does not accept the sign-in any more. ${AGAIN}` },
  '102': { turn: 'token-refused', reason: `The session at Instagram has ended. ${AGAIN}` },
  '10/2534077': { turn: 'token-refused', reason: `The link between the account and its Page is broken. ${AGAIN}` },
  '100/2534013': {
    turn: 'token-refused',
    reason: 'Instagram asks for two-factor authentication: switch it on for the account, then connect it again.',
  },
  '10/1893063': {
    turn: 'access-refused',
    reason: 'Instagram has restricted the account: see Account Status in the app.',
  },
  '100/2534029': {
    turn: 'access-refused',
    reason: 'Instagram has blocked the account from sending: see Account Status in the app.',
  },
  '200/2534041': {
    turn: 'access-refused',
    reason:
      'Access to messages is switched off: in the Instagram app, open Settings → Messages and story replies → Message ' +
      'controls → Connected tools and switch on “Allow access to messages”.',
  },
  '10': { turn: 'access-refused', reason: 'A permission is missing: connect the account again and grant all of them.' },
  '200': {
    turn: 'access-refused',
    reason: 'A permission is missing: connect the account again and grant all of them.',
  },
  '36103': { turn: 'access-refused', reason: 'The account is not eligible for messaging by apps.' },
};

/** Of a failure of the class `account`; a code that nobody knows is taken for a token that is gone. */
export function troubleOf(code: string): AccountTrouble {
  const [main = ''] = code.split('/');
  return (
    TROUBLES[code] ?? TROUBLES[main] ?? { turn: 'token-refused', reason: `Instagram refuses the account. ${AGAIN}` }
  );
}
