import { within } from './within';

describe('within', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('gives what comes in time', async () => {
    await expect(within(100, Promise.resolve('soon'))).resolves.toBe('soon');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives null once the time is over, whatever comes of it', async () => {
    let fail: (error: Error) => void = () => undefined;
    const late = within(100, new Promise((_resolve, reject) => (fail = reject)));
    jest.advanceTimersByTime(100);
    await expect(late).resolves.toBeNull();
    fail(new Error('too late to matter'));
  });

  it('passes on what goes wrong in time', async () => {
    await expect(within(100, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
