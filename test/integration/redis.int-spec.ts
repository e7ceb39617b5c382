import Redis from 'ioredis';
import { RedisChangeFeed } from '../../src/shared/redis/change-feed';
import { until } from '../support/parley';
import { newTestName } from '../support/test-name';
import { TelemetryProbe } from '../support/telemetry-probe';

describe('on Redis', () => {
  const open: Redis[] = [];
  let prefix: string;

  beforeEach(() => {
    prefix = newTestName();
  });

  afterEach(() => {
    for (const client of open.splice(0)) client.disconnect();
  });

  const connect = (options: { enableOfflineQueue?: boolean } = {}) => {
    const client = new Redis(process.env['REDIS_URL'] ?? '', { maxRetriesPerRequest: 1, ...options });
    client.on('error', () => undefined);
    open.push(client);
    return client;
  };

  describe('the change feed', () => {
    const feed = (probe = new TelemetryProbe()) => {
      const commands = connect({ enableOfflineQueue: false });
      const made = new RedisChangeFeed(commands, connect(), prefix, probe.logger);
      return { feed: made, commands, probe };
    };
    /** Subscribing takes effect after an answer of Redis; a hint is repeated until it is heard. */
    const publishedUntil = (publish: () => Promise<void>, heard: () => boolean) =>
      until(async () => publish().then(heard), 10_000, 'the hint');

    it('tells every listener of a topic in every process, and nobody else', async () => {
      const [here, there] = [feed(), feed()];
      const heard = {
        here: new Set<string>(),
        there: new Set<string>(),
        again: new Set<string>(),
        other: new Set<string>(),
      };
      here.feed.subscribe('flows', (key) => heard.here.add(key));
      there.feed.subscribe('flows', (key) => heard.there.add(key));
      there.feed.subscribe('flows', (key) => heard.again.add(key));
      there.feed.subscribe('accounts', (key) => heard.other.add(key));
      await until(() => here.commands.status === 'ready', 10_000, 'Redis');
      const all = () => [heard.here, heard.there, heard.again].every((keys) => keys.has('w1'));
      await publishedUntil(() => here.feed.publish('flows', 'w1'), all);
      expect([...heard.other]).toEqual([]);
    });

    it('a hint that cannot be sent is reported, and nothing fails', async () => {
      const { feed: broken, commands, probe } = feed();
      commands.disconnect();
      await expect(broken.publish('flows', 'w1')).resolves.toBeUndefined();
      expect(probe.messages).toEqual(['change hint not sent; others notice by polling']);
    });
  });
});
