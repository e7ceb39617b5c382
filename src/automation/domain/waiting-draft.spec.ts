import { AutomationPlayer, command, tap, text } from '../../../test/support/automation-player';
import { readState } from './automation-state';

const HOLD = { kind: 'hold' as const };
const taken = command('draft', { draftId: 'd1' });
const made = {
  kind: 'task-result' as const,
  taskId: 't',
  taskKind: 'ai_reply',
  outcome: { ok: true as const, value: { text: '', draftId: 'd1' } },
};

describe.each([
  ['an automation has made', made],
  ['a person has taken', taken],
])('a draft that %s', (_who, event) => {
  const waiting = () => new AutomationPlayer().take(event);

  it('is known to wait', () => {
    expect(readState(waiting().state).draft).toBe('d1');
  });

  it.each([
    ['the customer writes', text('And?'), 'customer_wrote'],
    ['the customer taps', tap('X', 'X'), 'customer_wrote'],
    ['a person writes', { ...HOLD, said: 'x' as const }, 'person_wrote'],
  ])('is retracted once when %s', (_what, next, why) => {
    const chat = waiting().take(next);
    expect(chat.last.reasons.retracts).toBe(why);
    expect(readState(chat.state).draft).toBeUndefined();
    expect(chat.take(next).last.reasons.retracts).toBeUndefined();
  });

  it.each([
    ['the conversation is only held', HOLD],
    ['somebody reacts', { kind: 'stimulus' as const, on: 'reaction', text: '', attachments: [] }],
    ['a timer rings', { kind: 'timer' as const, timerId: 'x', data: {} }],
  ])('waits on when %s', (_what, next) => {
    const chat = waiting().take(next);
    expect(chat.last.reasons.retracts).toBeUndefined();
    expect(readState(chat.state).draft).toBe('d1');
  });
});

it('is noted under a hold, too', () => {
  const chat = new AutomationPlayer().take(made, { held: true, lastHoldUntil: new Date('2030-01-01') });
  expect(readState(chat.state).draft).toBe('d1');
});

it('nothing is retracted where nothing waits', () => {
  expect(new AutomationPlayer().take(text('Hi')).last.reasons.retracts).toBeUndefined();
});
