import { stableFraction } from './stable-choice';

const sessions = Array.from({ length: 10_000 }, (_, index) => `session-${index}`);

it('is the same for the same texts, and from 0 to below 1', () => {
  for (const session of sessions) {
    const fraction = stableFraction(session, 'split');
    expect(fraction).toBe(stableFraction(session, 'split'));
    expect(fraction >= 0 && fraction < 1).toBe(true);
  }
});

it('spreads evenly, and independently at another node', () => {
  const counts = Array<number>(16).fill(0);
  for (const session of sessions) {
    const cell = Math.floor(stableFraction(session, 'a') * 4) * 4 + Math.floor(stableFraction(session, 'b') * 4);
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 625)).toBeLessThan(100);
});

it('keeps texts apart', () => {
  expect(stableFraction('ab', 'c')).not.toBe(stableFraction('a', 'bc'));
});
