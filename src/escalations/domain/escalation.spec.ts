import { type EscalationStatus, isOpen, mayBecome, shortSummary } from './escalation';

describe('the life of an escalation', () => {
  it.each<[EscalationStatus, EscalationStatus[]]>([
    ['pending', ['in_progress', 'resolved', 'cancelled']],
    ['in_progress', ['resolved', 'cancelled']],
    ['resolved', []],
    ['cancelled', []],
  ])('%s may become %j', (from, expected) => {
    const all: EscalationStatus[] = ['pending', 'in_progress', 'resolved', 'cancelled'];
    expect(all.filter((to) => mayBecome(from, to))).toEqual(expected);
    expect(isOpen(from)).toBe(expected.length > 0);
  });

  it.each([
    ['  asks for a refund ', 'asks for a refund'],
    ['x'.repeat(140), 'x'.repeat(140)],
    ['x'.repeat(141), `${'x'.repeat(139)}…`],
    ['👋'.repeat(200), `${'👋'.repeat(139)}…`],
  ])('cuts a summary to 140 characters', (summary, expected) => {
    expect(shortSummary(summary)).toBe(expected);
  });
});
