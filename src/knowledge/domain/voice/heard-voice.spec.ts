import { heardFrom, MOST_HEARD, problemOf } from './heard-voice';

it.each([
  ['hello', 'hello'],
  ['  two\nlines ', 'two lines'],
  ['hid\u202eden', 'hidden'],
])('heard: %j', (text, expected) => {
  expect(heardFrom({ text, model: 'm' })).toEqual({ kind: 'heard', text: expected, model: 'm' });
});

it.each(['', '   ', '\u200b'])('nothing was said: %j', (text) => {
  expect(heardFrom({ text, model: 'm' })).toEqual({ kind: 'none', problem: 'silent' });
});

it('keeps no more than a bound', () => {
  const heard = heardFrom({ text: 'a'.repeat(MOST_HEARD * 2), model: 'm', language: 'en' });
  expect(heard).toMatchObject({ language: 'en', text: 'a'.repeat(MOST_HEARD) });
});

it.each([
  ['limited', { kind: 'later', afterMs: 7 }],
  ['transient', { kind: 'later', afterMs: 7 }],
  ['budget', { kind: 'none', problem: 'no-budget' }],
  ['invalid', { kind: 'none', problem: 'not-understood' }],
  ['refused', { kind: 'none', problem: 'not-understood' }],
  ['config', { kind: 'none', problem: 'unavailable' }],
  ['cancelled', { kind: 'none', problem: 'unavailable' }],
])('a failure of class %s', (failureClass, expected) => {
  expect(problemOf({ class: failureClass, retryAfterMs: 7 })).toEqual(expected);
});
