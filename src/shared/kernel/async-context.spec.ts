import { AsyncLocalStorage } from 'node:async_hooks';
import { AsyncContext } from './async-context';

const later = () => new Promise((resolve) => setImmediate(resolve));

describe('AsyncContext', () => {
  it('is there for what runs inside, however late, and for nobody else', async () => {
    const context = new AsyncContext<string>();
    const seen: (string | undefined)[] = [];
    const look = async () => {
      await later();
      seen.push(context.current);
    };
    await Promise.all([context.run('one', look), look(), context.run('other', look)]);
    expect(seen).toEqual(['one', undefined, 'other']);
    expect(context.current).toBeUndefined();
  });

  it('stays with those who are still inside when others leave', async () => {
    const context = new AsyncContext<string>();
    let leave: (value: unknown) => void = () => undefined;
    const left = new Promise((resolve) => (leave = resolve));
    const long = context.run('long', async () => {
      await left;
      await later();
      return context.current;
    });
    await context.run('short', later);
    await expect(context.run('failing', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    leave(null);
    expect(await long).toBe('long');
  });

  it('is another within, and the first again afterwards', async () => {
    const context = new AsyncContext<string>();
    const seen = await context.run('outer', async () => {
      const inner = await context.run('inner', async () => {
        await later();
        return context.current;
      });
      return [inner, context.current];
    });
    expect(seen).toEqual(['inner', 'outer']);
  });

  it('works again after everybody has left', async () => {
    const context = new AsyncContext<number>();
    for (const store of [1, 2])
      expect(
        await context.run(store, async () => {
          await later();
          return context.current;
        }),
      ).toBe(store);
  });

  it('switches its storages off when the last one leaves, not before', async () => {
    const library = new AsyncLocalStorage<string>();
    const disable = jest.spyOn(library, 'disable');
    const context = new AsyncContext<string>([library]);
    await context.run('outer', async () => {
      await context.run('inner', later);
      expect(disable).not.toHaveBeenCalled();
    });
    expect(disable).toHaveBeenCalledTimes(1);
    await context.run('failing', () => Promise.reject(new Error('no'))).catch(() => undefined);
    expect(disable).toHaveBeenCalledTimes(2);
  });
});
