import { ALL_FIELDS } from './meta-limits';
import type { SetUpFinding } from './set-up';
import { missingFields } from './subscription';

/** What Meta says of the app's webhooks; `unknown`: it did not say, for this reason. */
export type AppWebhooks =
  | { kind: 'found'; callbackUrl: string; active: boolean; fields: readonly string[] }
  | { kind: 'none' }
  | { kind: 'unknown'; reason: string };

/** What Instagram says of one account; null fields: it sends nothing to this app. */
export type AccountWebhooks = { username: string } & (
  { kind: 'found'; fields: readonly string[] | null } | { kind: 'unknown'; reason: string }
);

const ok = (setting: string, advice: string): SetUpFinding => ({ setting, state: 'ok', advice });
const missing = (setting: string, advice: string): SetUpFinding => ({ setting, state: 'missing', advice });
const doubtful = (setting: string, advice: string): SetUpFinding => ({ setting, state: 'doubtful', advice });

const CALLBACK = 'Callback at Meta';
const FIELDS = 'Webhook fields at Meta';

/** Whether webhooks come here, and all kinds of them. */
export function appFindings(webhooks: AppWebhooks, callbackUrl: string): SetUpFinding[] {
  if (webhooks.kind === 'unknown')
    return [doubtful(CALLBACK, `Meta did not tell (${webhooks.reason}): compare with ${callbackUrl} by hand.`)];
  if (webhooks.kind === 'none')
    return [missing(CALLBACK, `None is set: type ${callbackUrl} into Meta’s webhook settings.`)];
  return [callbackFinding(webhooks, callbackUrl), fieldsFinding(webhooks.fields)];
}

function callbackFinding(
  { callbackUrl: found, active }: Extract<AppWebhooks, { kind: 'found' }>,
  expected: string,
): SetUpFinding {
  if (found !== expected) return missing(CALLBACK, `It is ${found}; it should be ${expected}.`);
  return active ? ok(CALLBACK, 'Set, and active.') : missing(CALLBACK, 'Set, but switched off: subscribe again.');
}

function fieldsFinding(fields: readonly string[]): SetUpFinding {
  const needed = missingFields(fields);
  if (needed.length > 0) return missing(FIELDS, `Subscribe to ${needed.join(', ')}.`);
  const wanted = ALL_FIELDS.filter((field) => !fields.includes(field));
  return wanted.length === 0
    ? ok(FIELDS, 'All.')
    : doubtful(FIELDS, `Also known, but not subscribed: ${wanted.join(', ')}.`);
}

export function accountFinding(account: AccountWebhooks): SetUpFinding {
  const setting = `Account @${account.username}`;
  if (account.kind === 'unknown') return doubtful(setting, `Instagram did not tell: ${account.reason}`);
  const needed = missingFields(account.fields);
  return needed.length === 0
    ? ok(setting, 'Delivers webhooks.')
    : missing(setting, `Does not deliver ${needed.join(', ')}; it is subscribed again within a quarter of an hour.`);
}
