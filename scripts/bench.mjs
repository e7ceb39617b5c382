import { parseArgs } from 'node:util';
import { ensureBuilt } from './launcher/build.mjs';
import { ensureInstalled } from './launcher/install.mjs';

const USAGE =
  'usage: npm run bench -- [--quick] [matching] [compile] [ingest] [pipeline] [latency] [commands] [streams] [reports] [start]';
const say = (line) => console.log(line);

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
await ensureInstalled(say);
await ensureBuilt(say, { only: ['embedded-mongo', 'parley'] });
// Only now: it uses installed packages.
const [{ runBench, SECTION_NAMES }, { stopAllGroups }] = await Promise.all([
  import('../bench/run.mjs'),
  import('../bench/processes.mjs'),
]);
const unknown = positionals.filter((name) => !SECTION_NAMES.includes(name));
if (unknown.length > 0) {
  console.error(`There is no section "${unknown[0]}".\n${USAGE}`);
  process.exit(64); // EX_USAGE
}
/** Processes of their own groups outlive this one unless they are stopped. */
const breakOff = (reason) => {
  console.error(reason);
  void stopAllGroups().finally(() => process.exit(1));
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, breakOff);
process.once('uncaughtException', breakOff);
await runBench({ names: positionals, quick: values.quick, say });
