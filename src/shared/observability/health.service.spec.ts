import { Contributions } from '../kernel';
import { HealthIndicator } from './health-indicator';
import { HealthService } from './health.service';

const indicator = (name: string, check: () => Promise<void>): HealthIndicator => ({ name, check });
const up = (name: string) => indicator(name, () => Promise.resolve());
const down = (name: string) => indicator(name, () => Promise.reject(new Error('away')));

describe('HealthService', () => {
  const healthOf = (...indicators: HealthIndicator[]) => {
    const contributions = new Contributions();
    const health = new HealthService(contributions);
    for (const one of indicators) contributions.provide(HealthIndicator, one);
    return health;
  };

  it('is ready when everything is up', async () => {
    await expect(healthOf(up('mongodb'), up('redis')).report()).resolves.toEqual({
      status: 'ready',
      checks: { mongodb: 'up', redis: 'up' },
    });
  });

  it('is not ready when one thing is down, and says which', async () => {
    await expect(healthOf(up('mongodb'), down('redis')).report()).resolves.toEqual({
      status: 'not-ready',
      checks: { mongodb: 'up', redis: 'down' },
    });
  });

  it('takes what never answers for down', async () => {
    jest.useFakeTimers();
    const report = healthOf(
      indicator('mongodb', () => new Promise(() => undefined)),
      up('redis'),
    ).report();
    await jest.advanceTimersByTimeAsync(2_500);
    await expect(report).resolves.toEqual({ status: 'not-ready', checks: { mongodb: 'down', redis: 'up' } });
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('leaves no timer behind', async () => {
    jest.useFakeTimers();
    await healthOf(up('mongodb'), down('redis')).report();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('is stopping from the beginning of the shutdown on, though everything is up', async () => {
    const health = healthOf(up('mongodb'));
    health.beginShutdown();
    await expect(health.report()).resolves.toEqual({ status: 'stopping', checks: { mongodb: 'up' } });
  });

  it('is ready when nothing needs to be up', async () => {
    await expect(healthOf().report()).resolves.toEqual({ status: 'ready', checks: {} });
  });
});
