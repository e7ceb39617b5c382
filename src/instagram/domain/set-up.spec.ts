import { checkSetUp, isSetUp, type SetUpFacts } from './set-up';

const FACTS: SetUpFacts = {
  appId: '990000000000001',
  hasOwnAppSecret: true,
  hasVerifyToken: true,
  publicUrl: 'https://parley.shop.example',
  redirectUrl: 'https://parley.shop.example/v1/instagram/callback',
  returnUrl: 'https://inbox.shop.example/connected',
  webhookPath: '/webhooks/instagram',
  deauthorizePath: '/webhooks/instagram/deauthorize',
  deletionPath: '/webhooks/instagram/data-deletion',
};

describe('the check of the set-up', () => {
  it('finds nothing where all is set, and says what to type into Meta’s pages', () => {
    const findings = checkSetUp(FACTS);
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(isSetUp(findings)).toBe(true);
    expect(findings.map(({ advice }) => advice).join('\n')).toContain('https://parley.shop.example/webhooks/instagram');
  });

  it.each<[string, Partial<SetUpFacts>, string[]]>([
    ['no app id', { appId: undefined }, ['INSTAGRAM_APP_ID missing']],
    ['no app secret of its own', { hasOwnAppSecret: false }, ['INSTAGRAM_APP_SECRET doubtful']],
    ['no verify token', { hasVerifyToken: false }, ['META_VERIFY_TOKEN missing']],
    ['http', { publicUrl: 'http://parley.shop.example' }, ['PUBLIC_URL missing', 'Callbacks missing']],
    ['this machine', { publicUrl: 'https://localhost:3000' }, ['PUBLIC_URL missing', 'Callbacks missing']],
    ['a private network', { publicUrl: 'https://172.20.0.4' }, ['PUBLIC_URL missing', 'Callbacks missing']],
    ['a bare name', { publicUrl: 'https://parley' }, ['PUBLIC_URL missing', 'Callbacks missing']],
    ['a redirect without TLS', { redirectUrl: 'http://parley.shop.example/x' }, ['INSTAGRAM_REDIRECT_URL missing']],
    ['no page to return to', { returnUrl: undefined }, ['INSTAGRAM_RETURN_URL doubtful']],
  ])('%s', (_, change, problems) => {
    const findings = checkSetUp({ ...FACTS, ...change });
    const found = findings.filter(({ state }) => state !== 'ok').map(({ setting, state }) => `${setting} ${state}`);
    expect(found).toEqual(problems);
    expect(isSetUp(findings)).toBe(!problems.some((problem) => problem.endsWith('missing')));
  });
});
