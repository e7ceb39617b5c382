import { ALL_FIELDS, CORE_FIELDS } from './meta-limits';
import { accountFinding, type AccountWebhooks, appFindings, type AppWebhooks } from './set-up-at-meta';

const URL = 'https://parley.shop.example/webhooks/instagram';
const GOOD = { kind: 'found' as const, callbackUrl: URL, active: true, fields: ALL_FIELDS };

describe('the set-up as Meta has it', () => {
  it.each<[string, AppWebhooks, string[]]>([
    ['all is well', GOOD, ['ok', 'ok']],
    ['nobody can tell', { kind: 'unknown', reason: 'http/400' }, ['doubtful']],
    ['there is no callback', { kind: 'none' }, ['missing']],
    ['webhooks go elsewhere', { ...GOOD, callbackUrl: 'https://elsewhere.example' }, ['missing', 'ok']],
    ['they are switched off', { ...GOOD, active: false }, ['missing', 'ok']],
    ['a field is missing that matters', { ...GOOD, fields: ['messages'] }, ['ok', 'missing']],
    ['one that does not matter as much', { ...GOOD, fields: CORE_FIELDS }, ['ok', 'doubtful']],
  ])('when %s', (_, webhooks, states) => {
    expect(appFindings(webhooks, URL).map(({ state }) => state)).toEqual(states);
  });

  it.each<[string, AccountWebhooks, string]>([
    ['delivers', { username: 'luna', kind: 'found', fields: ALL_FIELDS }, 'ok'],
    ['delivers nothing', { username: 'luna', kind: 'found', fields: null }, 'missing'],
    ['delivers a part', { username: 'luna', kind: 'found', fields: ['comments'] }, 'missing'],
    ['cannot be asked', { username: 'luna', kind: 'unknown', reason: 'Token.' }, 'doubtful'],
  ])('an account that %s', (_, account, state) => {
    expect(accountFinding(account)).toMatchObject({ setting: 'Account @luna', state });
  });
});
