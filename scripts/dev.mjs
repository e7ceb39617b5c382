import { CREDENTIALS, seedDemo } from './demo/seed.mjs';
import { ensureBuilt } from './launcher/build.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { fromRoot } from './launcher/paths.mjs';
import { startStack } from './launcher/stack.mjs';

/** Everything that the demo starts, on the same data, without its scripted customer. Ctrl-C stops it; start it again after a change. */
const folder = process.env.PARLEY_HOME ?? fromRoot('.parley');
const say = (line) => console.log(line);

let stack;

async function stop(code) {
  await stack?.stop();
  process.exit(code);
}

async function fail(error) {
  console.error(`\nParley could not be kept running: ${error.message}`);
  await stop(1);
}

async function dev() {
  await ensureInstalled(say);
  await ensureBuilt(say);
  const onEnd = (name, reason) => fail(new Error(`${name} ended (${reason}); its log is in ${folder}/run.`));
  stack = await startStack({ folder, say, onEnd });
  const { SimulatorControl } = await import('../packages/instagram-simulator/dist/index.js');
  const simulator = new SimulatorControl(stack.simulatorUrl);
  await simulator.setCallback({ url: `${stack.apiUrl}/webhooks/instagram` });
  await seedDemo(stack, simulator);
  say(`
  Chat as a customer   ${stack.simulatorUrl}/
  Swagger UI           ${stack.apiUrl}/docs
  Signed in as         ${CREDENTIALS.email} / ${CREDENTIALS.password}
  Logs                 ${folder}/run
`);
}

process.once('SIGINT', () => void stop(0));
process.once('SIGTERM', () => void stop(0));
dev().catch(fail);
