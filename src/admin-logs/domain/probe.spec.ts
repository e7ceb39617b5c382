import { Deferred } from '../../../test/support/stand-in';
import { probe } from './probe';

describe('probe', () => {
  let now: number;
  beforeEach(() => {
    now = 0;
  });
  const ask = <T>(question: () => Promise<T>) =>
    probe(
      question,
      (answer) => ({ answer }),
      () => now,
    );

  it('says what came and how long it took', async () => {
    await expect(
      ask(async () => {
        now += 12;
        return 'pong';
      }),
    ).resolves.toEqual({ ok: true, latencyMs: 12, answer: 'pong' });
  });

  it('shows a failure as one, by its code or its words', async () => {
    const failing = (error: unknown) => ask(() => Promise.reject(error as Error));
    await expect(failing(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).resolves.toMatchObject({
      ok: false,
      error: 'ECONNREFUSED',
    });
    await expect(failing(new Error('no primary'))).resolves.toMatchObject({ ok: false, error: 'no primary' });
    await expect(failing('odd')).resolves.toMatchObject({ ok: false, error: 'UNKNOWN' });
  });

  it('does not wait for ever', async () => {
    jest.useFakeTimers();
    const asked = ask(() => new Deferred().promise);
    await jest.advanceTimersByTimeAsync(2_000);
    await expect(asked).resolves.toMatchObject({ ok: false, error: 'no answer in time' });
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
});
