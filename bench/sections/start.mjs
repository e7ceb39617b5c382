import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rssMb } from '../measure/process-figures.mjs';
import { median } from '../report/statistics.mjs';
import { figure, table } from '../report/table.mjs';
import { newGroup, stopGroup } from '../processes.mjs';
import { startParley } from '../subjects.mjs';

const IDLE_MS = 3_000;
const AIMS = { seconds: 1.5, rss: 150 };

/** Each process alone: from its start until its health says ready, and its memory a while later. */
export async function start(world, { times }) {
  const rows = [];
  for (const script of ['main', 'worker']) {
    const runs = [];
    for (let run = 0; run < times; run++) runs.push(await startOnce(world, script, run));
    const name = script === 'main' ? 'API' : 'worker';
    rows.push(
      rowOf(
        `${name}: start to ready, s`,
        runs.map(({ seconds }) => seconds),
        script === 'main' ? AIMS.seconds : null,
      ),
      rowOf(
        `${name}: idle memory, MB`,
        runs.map(({ rss }) => rss),
        AIMS.rss,
      ),
    );
  }
  return table(['', 'median', 'all', 'aim', 'verdict'], rows);
}

async function startOnce(world, script, run) {
  const group = newGroup(path.join(world.folder, `start-${script}-${run}`));
  await world.newRound();
  try {
    const startedAt = performance.now();
    const { url, pid } = await startParley(group, script, world.env('parley', world.storeUri));
    while (!(await fetch(`${url}/health/ready`)).ok) await delay(10);
    const seconds = (performance.now() - startedAt) / 1_000;
    await delay(IDLE_MS);
    return { seconds, rss: rssMb(pid) };
  } finally {
    await stopGroup(group);
  }
}

function rowOf(title, values, aim) {
  const verdict = aim === null ? '' : median(values) <= aim ? 'met' : 'missed';
  return [title, figure(median(values)), values.map(figure).join(' '), aim === null ? '' : `≤ ${aim}`, verdict];
}
