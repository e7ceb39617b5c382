import { type AccountTrouble, troubleOf } from './account-trouble';

describe('what a refusal of the account means', () => {
  it.each<[string, AccountTrouble['turn'], RegExp]>([
    ['190/463', 'token-lapsed', /expired/],
    ['190/458', 'token-refused', /app was removed/],
    ['190/459', 'token-refused', /confirm the account/],
    ['190/460', 'token-refused', /password/],
    ['190/464', 'token-refused', /not confirmed/],
    ['190/467', 'token-refused', /sign-in/],
    ['190/492', 'token-refused', /sign-in/],
    ['190', 'token-refused', /sign-in/],
    ['102', 'token-refused', /session/],
    ['102/1', 'token-refused', /session/],
    ['10/2534077', 'token-refused', /Page/],
    ['100/2534013', 'token-refused', /two-factor/],
    ['10/1893063', 'access-refused', /restricted/],
    ['100/2534029', 'access-refused', /blocked/],
    ['200/2534041', 'access-refused', /Connected tools/],
    ['10', 'access-refused', /permission/],
    ['200', 'access-refused', /permission/],
    ['200/2018028', 'access-refused', /permission/],
    ['36103', 'access-refused', /eligible/],
    ['http/401', 'token-refused', /refuses/],
  ])('%s: %s', (code, turn, words) => {
    const trouble = troubleOf(code);
    expect(trouble.turn).toBe(turn);
    expect(trouble.reason).toMatch(words);
  });
});
