/** Two ways to the same page, side by side. */
import { median, percentile } from '../report/statistics.mjs';

const WARM_UP = 30;
const ROUNDS = 200;
/** Of the quicker rounds, since whatever else runs on the machine only ever adds. */
const SHARE = 0.2;

/**
 * Milliseconds of each, and the ratio in the middle of the rounds' ratios, which what else runs on the machine moves least:
 * the two come right behind one another, and either first as often.
 */
export async function compare(ours, other) {
  const rounds = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const times = new Map();
    for (const act of round % 2 === 0 ? [ours, other] : [other, ours]) {
      const startedAt = performance.now();
      await act();
      times.set(act, performance.now() - startedAt);
    }
    if (round >= 0) rounds.push([times.get(ours), times.get(other)]);
  }
  const quick = (index) =>
    percentile(
      rounds.map((times) => times[index]),
      SHARE,
    );
  return { ours: quick(0), other: quick(1), ratio: median(rounds.map(([first, second]) => first / second)) };
}

/** Rows that the one command of `act` reads for each that it gives back; null where it reads otherwise. */
export async function examinedPerRow(client, database, act) {
  const sent = [];
  const note = (event) => sent.push(event.command);
  client.on('commandStarted', note);
  await act();
  client.off('commandStarted', note);
  const [{ lsid: _lsid, $db: _db, $clusterTime: _time, ...asked }, ...more] = sent;
  if (more.length > 0 || asked.find === undefined) return null;
  const { executionStats } = await database.command({ explain: asked, verbosity: 'executionStats' });
  return executionStats.totalDocsExamined / Math.max(1, executionStats.nReturned);
}

export function report(say, name, { ours, other, ratio }, { than, aim, examined = null }) {
  const read = examined === null ? '' : `, ${examined.toFixed(2)} rows read for each`;
  const figures = `${ours.toFixed(2)} ms, ${than} ${other.toFixed(2)} ms, ratio ${ratio.toFixed(2)}`;
  say(`${name.padEnd(34)} ${figures} (at most ${aim}: ${ratio <= aim ? 'met' : 'missed'})${read}`);
}
