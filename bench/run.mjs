import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { fromRoot } from '../scripts/launcher/paths.mjs';
import { figure } from './report/table.mjs';
import { commands } from './sections/commands.mjs';
import { compile } from './sections/compile.mjs';
import { engine } from './sections/engine.mjs';
import { ingest } from './sections/ingest.mjs';
import { knowledge } from './sections/knowledge.mjs';
import { latency } from './sections/latency.mjs';
import { matching } from './sections/matching.mjs';
import { pipeline } from './sections/pipeline.mjs';
import { reports } from './sections/reports.mjs';
import { start } from './sections/start.mjs';
import { streams } from './sections/streams.mjs';
import { World } from './world.mjs';

const RATE = 50;

/** Each with its title and how it runs, given the size of the whole run. */
const SECTIONS = {
  ingest: [
    ['Ingest, canned replies (ours alone)', (world, size) => ingest(world, { ...size, store: 'canned' })],
    ['Ingest, real store', (world, size) => ingest(world, { ...size, store: 'direct', pairs: size.fewPairs })],
  ],
  pipeline: [
    ['Pipeline, canned replies (ours alone)', (world, size) => pipeline(world, { ...size, store: 'canned' })],
    ['Pipeline, real store', (world, size) => pipeline(world, { ...size, store: 'direct', pairs: size.fewPairs })],
  ],
  latency: [
    [
      `Added latency at ${RATE} messages/s, real store`,
      (world, size) => latency(world, { ...size, store: 'direct', pairs: size.fewPairs, perSecond: RATE }),
    ],
  ],
  commands: [['MongoDB commands for each event, real store', commands]],
  streams: [
    ['Live streams, 1,000 clients of one process', (world, size) => streams(world, { ...size, pairs: size.fewPairs })],
  ],
  reports: [['Reports', reports]],
  start: [['Start and idle memory', start]],
};

/** Of functions alone: no processes, no store. */
const ALONE = {
  engine: [['Steps through a flow', (_world, size) => engine(size)]],
  matching: [['Matching 10,000 keywords', (_world, size) => matching(size)]],
  compile: [['Compiling a flow', (_world, size) => compile(size)]],
  knowledge: [['Searching knowledge by meaning (synthetic vectors)', (_world, size) => knowledge(size)]],
};

const FULL = { pairs: 5, fewPairs: 3, seconds: 3, times: 3 };
const QUICK = { pairs: 2, fewPairs: 2, seconds: 1.5, times: 1 };

export const SECTION_NAMES = [...Object.keys(ALONE), ...Object.keys(SECTIONS)];

/** @param names of sections; all when empty */
export async function runBench({ names, quick, say }) {
  const startedAt = performance.now();
  const wanted = names.length === 0 ? SECTION_NAMES : names;
  say(machine());
  await runAll(
    wanted.filter((name) => name in ALONE),
    { sections: ALONE, world: null, quick, say },
  );
  await inWorld(
    wanted.filter((name) => name in SECTIONS),
    { sections: SECTIONS, quick, say },
  );
  say(`${figure((performance.now() - startedAt) / 1_000)} s in all, load average ${loads()}`);
}

async function inWorld(names, run) {
  if (names.length === 0) return;
  const world = await World.start(run.say);
  try {
    await runAll(names, { ...run, world });
  } finally {
    await world.stop();
  }
}

async function runAll(names, { sections, world, quick, say }) {
  for (const name of names)
    for (const [title, section] of sections[name]) await runSection(world, { title, section, quick, say });
}

async function runSection(world, { title, section, quick, say }) {
  const size = { ...(quick ? QUICK : FULL), say: (figures) => say(`  ${roundText(figures)}`) };
  say(`\n== ${title} (load average ${loads()})`);
  say(await section(world, size));
}

/** Every round is shown as it comes, so that a reader can judge the medians. */
function roundText({ ours, baseline }) {
  const side = (figures) =>
    Object.entries(figures)
      .map(([name, value]) => `${name} ${figure(value)}`)
      .join(', ');
  return `round: Parley ${side(ours)} | baseline ${side(baseline)}`;
}

const loads = () => os.loadavg().map(figure).join(' ');

function machine() {
  const [cpu] = os.cpus();
  const store = process.env.MONGODB_URI === undefined ? 'embedded store in memory' : 'MONGODB_URI';
  return [
    `Parley ${JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).version}, commit ${commit()}`,
    `${os.cpus().length} cores (${cpu?.model ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}, Node ${process.version}`,
    `real store: ${store}; load average ${loads()}`,
  ].join('\n');
}

function commit() {
  const git = (...args) => execFileSync('git', args, { cwd: fromRoot(), encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') === '' ? '' : ' with changes');
  } catch {
    return 'unknown'; // not a git checkout
  }
}
