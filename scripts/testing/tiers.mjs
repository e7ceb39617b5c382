import { ensureChromium } from '../launcher/chromium.mjs';
import { ensureRedisServer } from '../launcher/redis.mjs';
import { STATIC_CHECKS } from './checks.mjs';
import { runJestTier } from './jest-tier.mjs';
import { runChecks } from './run-checks.mjs';

/** Jest itself would leave a core idle. */
const EVERY_CORE = ['--maxWorkers=100%'];
/** Each file starts processes of its own and mostly waits for them; more at once would only make them late. */
const TWO_AT_ONCE = ['--maxWorkers=2'];
/** They look at figures and pictures, so that one file at a time keeps them honest. */
const ONE_BY_ONE = ['--runInBand'];

const redis = async (say) => {
  if (process.env.REDIS_URL === undefined) await ensureRedisServer(say);
};
const redisAndBrowser = async (say) => {
  await redis(say);
  process.env.CHROMIUM_PATH = await ensureChromium(say);
};

const jestTier = (name, budgetMinutes, { prepare, args = EVERY_CORE, onDemand } = {}) => ({
  name,
  budgetMinutes,
  prepare,
  onDemand,
  run: () => runJestTier({ name, budgetMinutes, args }),
});

/** In the order in which they run: the quicker a tier can say no, the earlier. */
export const TIERS = [
  { name: 'static', budgetMinutes: 3, run: (say) => runChecks(STATIC_CHECKS, say) },
  jestTier('unit', 1),
  jestTier('packages', 5),
  jestTier('integration', 6, { prepare: redis }),
  jestTier('e2e', 8, { prepare: redis, args: TWO_AT_ONCE }),
  jestTier('fault', 8, { prepare: redis, args: TWO_AT_ONCE }),
  jestTier('browser', 2, { prepare: redisAndBrowser, args: ONE_BY_ONE }),
  jestTier('long', 120, { prepare: redis, args: ONE_BY_ONE, onDemand: true }),
];

/** @throws Error naming what is no tier. Without names: all but those on demand. */
export function chosenTiers(names) {
  const unknown = names.filter((name) => !TIERS.some((tier) => tier.name === name));
  if (unknown.length > 0)
    throw new Error(`No such tier: ${unknown.join(', ')}. There are ${TIERS.map(({ name }) => name).join(', ')}.`);
  return TIERS.filter(({ name, onDemand }) => (names.length === 0 ? onDemand !== true : names.includes(name)));
}
