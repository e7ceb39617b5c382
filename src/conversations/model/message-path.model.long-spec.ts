import { explore } from './explore';
import { messagePath } from './message-path';
import { ALL_RULES } from './rules';
import { LONG_SCENARIOS, type LongScenarioName } from './scenarios';

const LIMITS = { maxStates: 12_000_000, checkProgress: true };
const TEN_MINUTES = 600_000;

describe("one message's way, larger bounds", () => {
  it.each(Object.keys(LONG_SCENARIOS) as LongScenarioName[])(
    'breaks no invariant with all rules: %s',
    (name) => {
      const { violation, exhaustive } = explore(messagePath(ALL_RULES, LONG_SCENARIOS[name]), LIMITS);
      expect(violation).toBeUndefined();
      expect(exhaustive).toBe(true);
    },
    TEN_MINUTES,
  );
});
