/** A stand-in that has just these members. Using any other fails the test, by its name. */
export function standIn<T extends object>(members: Partial<T> = {}): T {
  return new Proxy(members, {
    get(target, name, receiver) {
      // Symbols and `then` are asked for by the language itself, of any object.
      if (name in target || typeof name === 'symbol' || name === 'then') return Reflect.get(target, name, receiver);
      throw new Error(`The stand-in has no "${name}".`);
    },
  }) as T;
}

/** A promise that a test settles when it likes. */
export class Deferred<T = void> {
  resolve!: (value: T) => void;
  reject!: (error: unknown) => void;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

/** Lets everything go on that waits for nothing outside the process. */
export const turnOfTheLoop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
