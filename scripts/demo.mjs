import { CREDENTIALS, seedDemo } from './demo/seed.mjs';
import { DemoApi } from './demo/api.mjs';
import { playStory } from './demo/story.mjs';
import { Transcript } from './demo/transcript.mjs';
import { DemoWorld } from './demo/world.mjs';
import { ensureBuilt } from './launcher/build.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { fromRoot } from './launcher/paths.mjs';
import { outboxOf, startStack } from './launcher/stack.mjs';

const once = process.argv.includes('--once');
const folder = process.env.PARLEY_HOME ?? fromRoot('.parley');
const startedAt = Date.now();
const say = (line) => console.log(`[${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s] ${line}`);

let stack;

async function stop(code) {
  say('stopping');
  await stack?.stop();
  process.exit(code);
}

async function demo() {
  await ensureInstalled(say);
  await ensureBuilt(say);
  stack = await startStack({
    folder,
    say,
    onEnd: (name, reason) => fail(new Error(`${name} ended unexpectedly (${reason}); its log is in ${folder}/run.`)),
  });
  const { SimulatorControl } = await import('../packages/instagram-simulator/dist/index.js');
  const simulator = new SimulatorControl(stack.simulatorUrl);
  await simulator.setCallback({ url: `${stack.apiUrl}/webhooks/instagram` });
  const seeded = await seedDemo(stack, simulator);
  const api = new DemoApi(stack.apiUrl);
  await api.logIn(CREDENTIALS.email, CREDENTIALS.password);
  say('ready');
  await showKept(api, seeded);
  const world = new DemoWorld({
    simulator,
    api,
    account: seeded.account,
    workspaceId: seeded.workspaceId,
    transcript: new Transcript(),
  });
  await playStory(world, Date.now().toString(36));
  await world.nothingWasSentTwice();
  say('the story went as it should; nothing was sent twice');
  if (once) return stop(0);
  showAddresses();
}

async function showKept(api, { workspaceId, isFirstRun }) {
  const { items } = await api.get(`/v1/workspaces/${workspaceId}/conversations?limit=100`);
  say(
    isFirstRun
      ? 'a fresh start: one workspace, one account, three flows'
      : `going on from earlier runs: ${items.length} conversations kept`,
  );
}

function showAddresses() {
  console.log(`
  Chat as a customer   ${stack.simulatorUrl}/
  API                  ${stack.apiUrl}/v1
  Swagger UI           ${stack.apiUrl}/docs
  Metrics              ${stack.apiUrl}/metrics and ${stack.workerUrl}/metrics
  Signed in as         ${CREDENTIALS.email} / ${CREDENTIALS.password}
  Mails                ${outboxOf(folder)}
  Data and logs        ${folder}

  Ctrl-C stops everything; the next start goes on from here.
`);
}

async function fail(error) {
  console.error(`\nThe demo failed: ${error.message}`);
  await stop(1);
}

process.once('SIGINT', () => void stop(0));
process.once('SIGTERM', () => void stop(0));
demo().catch(fail);
