import { setImmediate } from 'node:timers/promises';
import { Pauses, readAhead } from './read-ahead';

describe('reading ahead', () => {
  function source(pages: number, failsAt = Infinity) {
    const told: string[] = [];
    async function* read(): AsyncGenerator<number> {
      try {
        for (let page = 0; page < pages; page += 1) {
          told.push(`read ${page}`);
          await setImmediate();
          if (page === failsAt) throw new Error('the store is away');
          yield page;
        }
      } finally {
        told.push('closed');
      }
    }
    return { told, read };
  }

  it('asks for the next page before the last one is dealt with, and gives each once, in order', async () => {
    const { told, read } = source(3);
    for await (const page of readAhead(read())) told.push(`got ${page}`);
    expect(told).toEqual(['read 0', 'read 1', 'got 0', 'read 2', 'got 1', 'closed', 'got 2']);
  });

  it('ends with the error of its source', async () => {
    const { told, read } = source(3, 1);
    const got: number[] = [];
    const reading = async () => {
      for await (const page of readAhead(read())) got.push(page);
    };
    await expect(reading()).rejects.toThrow('the store is away');
    expect(got).toEqual([0]);
    expect(told.at(-1)).toBe('closed');
  });

  it('closes its source when nobody wants more, even if what was asked for fails', async () => {
    const { told, read } = source(3, 1);
    for await (const page of readAhead(read())) if (page === 0) break;
    expect(told).toEqual(['read 0', 'read 1', 'closed']);
  });
});

describe('pauses', () => {
  it('let others have the process once work has taken long', async () => {
    const pauses = new Pauses();
    let isOthersTurn = false;
    void setImmediate().then(() => (isOthersTurn = true));
    const until = performance.now() + 60;
    while (performance.now() < until) await Promise.resolve();
    expect(isOthersTurn).toBe(false);
    await pauses.pauseIfLong();
    expect(isOthersTurn).toBe(true);
  });
});
