import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explore } from './explore';
import { messagePath } from './message-path';
import { RULE_VIOLATIONS, TRAPS } from './rule-violations';
import { ALL_RULES, allRulesBut, RULE_NAMES } from './rules';
import { SCENARIOS, type ScenarioName } from './scenarios';

const LIMITS = { maxStates: 400_000, checkProgress: true };
const LONGEST_TRACE = 50;
/** With the padding of its tables taken out. */
const README = readFileSync(join(__dirname, 'README.md'), 'utf8').replace(/ +/g, ' ');

jest.setTimeout(60_000);

describe("one message's way", () => {
  it.each(Object.keys(SCENARIOS) as ScenarioName[])('breaks no invariant with all rules: %s', (name) => {
    const { violation, exhaustive } = explore(messagePath(ALL_RULES, SCENARIOS[name]), LIMITS);
    expect(violation).toBeUndefined();
    expect(exhaustive).toBe(true);
  });

  it.each(RULE_NAMES)('goes wrong without %s', (rule) => {
    const expected = RULE_VIOLATIONS[rule];
    const { violation } = explore(messagePath(allRulesBut(rule), SCENARIOS[expected.scenario]), LIMITS);
    expect(violation?.what).toBe(expected.violation);
    expect(violation?.trace.length).toBeLessThanOrEqual(LONGEST_TRACE);
  });

  it('shows the way to a violation step by step', () => {
    const { violation } = explore(messagePath(allRulesBut('commitOnTurnVersion'), SCENARIOS.holdWhileSending), LIMITS);
    expect(violation?.trace).toEqual([
      'webhook: M1 is stored',
      'W1 rings: sends lease and find',
      'W1 gets the lease and reads the conversation',
      'a person sets a hold',
      'W1 finds M1',
      'W1 commits M1',
    ]);
  });

  it.each(RULE_NAMES)('has a row in the README for %s, with the violation it removes', (rule) => {
    expect(README).toContain(`| \`${rule}\` | ${RULE_VIOLATIONS[rule].violation} |`);
  });

  it.each(Object.entries(TRAPS))('has a row in the README for the trap: %s', (trap, rules) => {
    expect(README).toContain(`| ${trap} | ${rules.map((rule) => `\`${rule}\``).join(', ')} |`);
  });
});
