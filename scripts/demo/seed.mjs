import { runCli } from '../launcher/stack.mjs';

export const CREDENTIALS = { email: 'owner@demo.parley.local', password: 'luna-demo-ceramics-28' };

const USERNAME = 'luna.ceramics';
/** How long the demo's flow waits for an answer before it asks back. */
const WAIT_SECONDS = 3;

/** The shop on Instagram's side (found again at the next start), and its workspace on Parley's. */
export async function seedDemo(stack, simulator) {
  const known = (await simulator.accounts()).find(({ username }) => username === USERNAME);
  const account =
    known ?? (await simulator.createAccount({ username: USERNAME, name: 'Luna Ceramics', subscribed: true }));
  const seeded = await runCli(stack.env, [
    'seed-demo',
    JSON.stringify({
      ...CREDENTIALS,
      workspaceName: 'Luna Ceramics',
      account: {
        igUserId: account.id,
        igScopedId: account.appScopedId ?? account.id,
        username: USERNAME,
        token: account.accessToken,
      },
      waitSeconds: WAIT_SECONDS,
    }),
  ]);
  return { account, isFirstRun: known === undefined, ...seeded };
}
