import { MUG, WHICH_PIECE } from '../support/demo-texts';
import { Redis } from 'ioredis';
import { Lane } from '../support/lane';
import { Parley } from '../support/parley';
import { flushPrefix } from '../support/redis-keys';
import { postWebhook, textsBody, type TextItem } from '../support/webhook-post';

describe('deliveries', () => {
  let parley: Parley;
  let redis: Redis;

  beforeAll(async () => {
    parley = await Parley.start({ workers: 2 });
    redis = new Redis(process.env['REDIS_URL'] ?? '');
  });

  afterEach(() => parley.simulator.clearFaults());

  afterAll(async () => {
    redis.disconnect();
    await parley.stop();
  });

  const openLanes = (count: number) => Promise.all(Array.from({ length: count }, () => Lane.open(parley)));

  const post = (...items: TextItem[]) => postWebhook(parley.apiUrl, textsBody(parley.account.id, items));

  it.each([1, 2, 3])(
    'of each webhook one to five times in any order lead to one message and one reply (seed %i)',
    async (seed) => {
      await parley.simulator.inject({
        kind: 'duplicate-webhook',
        times: 2,
        count: 'always',
        match: { webhook: 'echo' },
      });
      const lanes = await openLanes(10);
      const items = await Promise.all(lanes.map((lane) => lane.saysUnheard('price?')));
      const copies = items.flatMap((item, index) => Array.from({ length: 1 + (index % 5) }, () => item));
      const pairs = pairsOf(shuffled(copies, seed));
      const statuses = await Promise.all(pairs.map((pair) => post(...pair)));
      expect(new Set(statuses)).toEqual(new Set([200]));
      for (const lane of lanes) {
        await lane.endsWith([WHICH_PIECE]);
        expect(await lane.textsFrom('participant')).toEqual(['price?']);
        expect(await lane.textsFrom('bot')).toEqual([WHICH_PIECE]);
        expect(await lane.textsFrom('app')).toEqual([]);
        expect((await lane.row()).hold).toBeNull();
      }
    },
  );

  it('of one conversation in reverse order are taken in the order of the platform', async () => {
    const lane = await Lane.open(parley);
    const first = await lane.saysUnheard('price?');
    const second = await lane.saysUnheard('Mug');
    expect(await post(second, first, second)).toBe(200);
    await lane.endsWith([WHICH_PIECE, MUG]);
    expect(await lane.textsFrom('participant')).toEqual(['price?', 'Mug']);
  });

  it('that a later turn has passed are stored and not answered', async () => {
    const lane = await Lane.open(parley);
    const late = await lane.saysUnheard('what does it cost?');
    await lane.says('price?');
    await lane.expectSent([WHICH_PIECE]);
    await parley.settled();
    expect(await post(late, late)).toBe(200);
    await lane.endsWith([WHICH_PIECE]);
    expect(await lane.textsFrom('participant')).toEqual(['what does it cost?', 'price?']);
  });

  it('survive a Redis that is flushed again and again: nothing is lost, nothing is sent twice', async () => {
    const lanes = await openLanes(8);
    let flushed = 0;
    for (const lane of lanes) {
      await lane.says('price?');
      flushed += await flushPrefix(redis, parley.env['QUEUE_PREFIX'] ?? '');
    }
    expect(flushed).toBeGreaterThan(0);
    await Promise.all(lanes.map((lane) => lane.expectSent([WHICH_PIECE])));
    await Promise.all([...lanes.map((lane) => lane.taps('Mug')), flushPrefix(redis, parley.env['QUEUE_PREFIX'] ?? '')]);
    for (const lane of lanes) await lane.endsWith([WHICH_PIECE, MUG]);
  });

  it('of many messages of one person to two racing workers are answered once each', async () => {
    const lane = await Lane.open(parley);
    const texts = Array.from({ length: 15 }, (_, index) => `price of number ${index}?`);
    for (const text of texts) await lane.says(text);
    await lane.endsWith(texts.map(() => WHICH_PIECE));
    expect(await lane.textsFrom('participant')).toEqual(texts);
    expect(await lane.textsFrom('bot')).toHaveLength(texts.length);
  });

  it('of a member’s messages keep their order while two workers race for the conversation', async () => {
    const lane = await Lane.open(parley);
    await lane.says('price?');
    await lane.expectSent([WHICH_PIECE]);
    const texts = Array.from({ length: 15 }, (_, index) => `Line ${index + 1}`);
    for (const text of texts) await lane.memberWrites(text);
    await lane.endsWith([WHICH_PIECE, ...texts]);
    expect(await lane.textsFrom('person')).toEqual(texts);
  });
});

/** The same order for the same seed. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

const pairsOf = <T>(items: readonly T[]): T[][] =>
  items.flatMap((_item, index) => (index % 2 === 0 ? [items.slice(index, index + 2)] : []));
