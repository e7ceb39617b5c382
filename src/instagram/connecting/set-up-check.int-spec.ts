import { LoginStage } from '../../../test/support/instagram-login';
import { SetUpCheck } from './set-up-check.service';

const CALLBACK = 'https://parley.example.org/webhooks/instagram';

describe('the check of the set-up, against a simulated Instagram', () => {
  let stage: LoginStage;

  beforeAll(async () => {
    stage = await LoginStage.start();
  });
  afterAll(() => stage.stop());
  beforeEach(() => stage.instagram.clearFaults());

  const stateOf = async (setting: string) => {
    const { findings } = await stage.api.app.get(SetUpCheck).run();
    return findings.find((finding) => finding.setting === setting);
  };

  it('asks Meta where webhooks go', async () => {
    expect(await stateOf('Callback at Meta')).toMatchObject({ state: 'missing' });
    await stage.instagram.setCallback({ url: 'https://elsewhere.example/hook', verify: false });
    expect(await stateOf('Callback at Meta')).toMatchObject({ state: 'missing' });
    await stage.instagram.setCallback({ url: CALLBACK, verify: false });
    expect(await stateOf('Callback at Meta')).toMatchObject({ state: 'ok' });
    expect((await stateOf('Webhook fields at Meta'))?.state).not.toBe('missing');
  });

  it('says so where Meta does not tell, and fails nothing', async () => {
    await stage.instagram.close();
    expect(await stateOf('Callback at Meta')).toMatchObject({ state: 'doubtful' });
    await stage.stop();
    stage = await LoginStage.start();
  });

  it('asks Instagram whether accounts deliver', async () => {
    const owner = await stage.api.signUp();
    const [account, dead] = [await stage.newAccount(), await stage.newAccount()];
    await stage.connect(owner, account);
    await stage.connect(owner, dead);
    const setting = `Account @${account.username}`;
    expect(await stateOf(setting)).toMatchObject({ state: 'ok' });
    await stage.instagram.account(account.id).unsubscribe();
    await stage.instagram.account(dead.id).revokeTokens(460);
    expect(await stateOf(setting)).toMatchObject({ state: 'missing' });
    expect(await stateOf(`Account @${dead.username}`)).toMatchObject({ state: 'doubtful' });
  });
});
