import type { JsonObject } from '../../../conversations';
import { readOrder } from './followup-order';
import { readJudgement } from './judgement';

describe('what a look at the record of the person came to', () => {
  it.each([
    [{ verdict: 'start' }, { verdict: 'start' }],
    [{ verdict: 'wait' }, { verdict: 'wait' }],
    [
      { verdict: 'send', text: 'Hi' },
      { verdict: 'send', text: 'Hi' },
    ],
    [
      { verdict: 'send', text: '' },
      { verdict: 'cancel', reason: 'failed' },
    ],
    [{ verdict: 'send' }, { verdict: 'cancel', reason: 'failed' }],
    [{ text: 'Hi' }, { verdict: 'cancel', reason: 'failed' }],
    [
      { verdict: 'cancel', reason: 'stage' },
      { verdict: 'cancel', reason: 'stage' },
    ],
    [
      { verdict: 'cancel', reason: 'no_text', error: 'Empty.' },
      { verdict: 'cancel', reason: 'no_text', error: 'Empty.' },
    ],
    [
      { verdict: 'cancel', reason: 'window_closed' },
      { verdict: 'cancel', reason: 'failed' },
    ],
  ])('%j', (value, expected) => {
    expect(readJudgement({ ok: true, value })).toEqual(expected);
  });

  it('that failed', () => {
    expect(readJudgement({ ok: false, error: 'no answer' })).toEqual({
      verdict: 'cancel',
      reason: 'failed',
      error: 'no answer',
    });
  });
});

describe('an order', () => {
  it.each<JsonObject>([
    { op: 'plan' },
    { op: 'cancel', taskId: 't' },
    { op: 'run', taskId: 't' },
    { op: 'reschedule', taskId: 't', dueAt: 1 },
  ])('%j', (order) => {
    expect(readOrder(order)).toEqual(order);
  });

  it.each<JsonObject>([
    {},
    { op: 'cancel' },
    { op: 'reschedule', taskId: 't' },
    { op: 'reschedule', dueAt: 1 },
    { op: 'stop', taskId: 't', dueAt: 1 },
  ])('is not understood: %j', (data) => {
    expect(() => readOrder(data)).toThrow('not understood');
  });
});
