// Closes a simulator while somebody still waits for a webhook. Prints what happened; ends when nothing is left to do.
require('./typescript-hook.cjs');
const { startInstagramSimulator } = require('../../src/index.ts');

async function main() {
  const simulator = await startInstagramSimulator({ appSecret: 's', verifyToken: 'v' });
  const waiting = simulator.webhooks({ waitMs: 20_000 }).then(
    () => 'answered',
    () => 'cut off',
  );
  await simulator.settings();
  await simulator.close();
  console.log(await waiting);
}

void main();
