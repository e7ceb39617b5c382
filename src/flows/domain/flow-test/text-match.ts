import { parsePattern } from '../patterns/pattern';
import type { TextExpectation } from './flow-test';

/** Whether a text is what an author expects: the same, containing (whatever the case) or matching. */
export function textFits(text: string, expected: TextExpectation): boolean {
  if (typeof expected === 'string') return text === expected;
  if ('contains' in expected) return text.toLowerCase().includes(expected.contains.toLowerCase());
  const pattern = parsePattern(expected.matches);
  return pattern.ok && pattern.test(text);
}

export function describeText(expected: TextExpectation): string {
  if (typeof expected === 'string') return `"${expected}"`;
  return 'contains' in expected ? `a text with "${expected.contains}"` : `a text that matches /${expected.matches}/`;
}
