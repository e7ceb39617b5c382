import { ensureBuilt } from './launcher/build.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { chosenTiers } from './testing/tiers.mjs';

/**
 * All tests: `npm test`; some: `npm test -- unit e2e`. Sets up what it needs first, so a fresh clone will do.
 * The last line is `N passed, N failed`; the exit code is 0 only when nothing failed.
 */
const say = (text) => console.log(text);

async function runTier(tier) {
  say(`\n── ${tier.name}`);
  const startedAt = performance.now();
  const counts = await attempt(tier);
  if (counts.problem) say(`${tier.name}: ${counts.problem}`);
  return { ...tier, ...counts, minutes: (performance.now() - startedAt) / 60_000 };
}

/** A tier that cannot even run counts as one failure, and does not keep the others from running. */
async function attempt(tier) {
  try {
    await tier.prepare?.(say);
    return await tier.run(say);
  } catch (error) {
    return { passed: 0, failed: 1, problem: error.message };
  }
}

const sum = (results, key) => results.reduce((total, result) => total + result[key], 0);

function summary(results) {
  const lines = results.map(({ name, passed, failed, skipped = 0, minutes, budgetMinutes }) => {
    const slow = minutes > budgetMinutes ? `  (more than its ${budgetMinutes} min)` : '';
    const left = skipped > 0 ? `, ${skipped} skipped` : '';
    return `${name.padEnd(12)} ${`${passed} passed, ${failed} failed${left}`.padEnd(28)} ${(minutes * 60).toFixed(0).padStart(5)} s${slow}`;
  });
  return ['', ...lines, `${sum(results, 'passed')} passed, ${sum(results, 'failed')} failed`].join('\n');
}

async function main(names) {
  const tiers = chosenTiers(names);
  await ensureInstalled(say);
  await ensureBuilt(say);
  const results = [];
  for (const tier of tiers) results.push(await runTier(tier));
  say(summary(results));
  return sum(results, 'failed') === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error) => {
    console.error(`The tests could not be run: ${error.message}`);
    console.log('0 passed, 1 failed');
    process.exitCode = 1;
  },
);
