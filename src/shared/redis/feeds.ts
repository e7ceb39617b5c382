import type Redis from 'ioredis';

/** Where somebody is in a feed. */
export interface FeedPosition {
  epoch: string;
  number: number;
}

/** One of a feed, in the order of telling: numbers rise by one, within one epoch of the feed. */
export interface FeedLine extends FeedPosition {
  /** Absent where it is only said that something was lost. */
  text?: string;
}

/** What is told. */
export interface FeedItem {
  id: string;
  text: string;
}

/**
 * Capped lists of what happened, by key. Every method rejects while Redis is away. What a feed has lost shows by another
 * epoch.
 */
export abstract class Feeds {
  /** Those that were told before are left out. `epoch`: its new one, should it need one. */
  abstract append(key: string, items: readonly FeedItem[], epoch: string): Promise<void>;
  /** Whoever follows is told that something is missing; nothing that was told before is kept. */
  abstract break(key: string, epoch: string): Promise<void>;
  /** Where it ends now. */
  abstract end(key: string, epoch: string): Promise<FeedPosition>;
  /** The next ones behind the number. The first may come later than the next, when that is no longer kept. */
  abstract after(key: string, number: number, limit: number): Promise<FeedLine[]>;
  /** What comes behind the numbers, by key; waits for it up to `waitMs`. One call at a time. */
  abstract next(behind: ReadonlyMap<string, number>, limit: number, waitMs: number): Promise<Map<string, FeedLine[]>>;
}

/** So many events back can a client find its place again; three times as many ids are known not to be told twice. */
const KEPT_EVENTS = 2_000;
/** A feed in which nothing happened for so long, and that nobody follows, is forgotten. */
const KEPT_MS = 6 * 3600 * 1000;

/**
 * Without an epoch, all that was is gone. Numbers then go on from the time in ms, so that they only ever rise: no workspace
 * tells a thousand events a second for long.
 */
const BEGIN = `
local epoch, number = redis.call('HGET', KEYS[1], 'epoch'), nil
if epoch then
  number = tonumber(redis.call('HGET', KEYS[1], 'number'))
else
  local time = redis.call('TIME')
  epoch, number = ARGV[1], time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('DEL', KEYS[2], KEYS[3])
end
local function tell(event)
  number = number + 1
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[2], string.format('%.0f-0', number), 'epoch', epoch, 'event', event)
end
`;

const END = `
redis.call('HSET', KEYS[1], 'epoch', epoch, 'number', string.format('%.0f', number))
for index = 1, 3 do redis.call('PEXPIRE', KEYS[index], ARGV[3]) end
return { epoch, string.format('%.0f', number) }
`;

/** KEYS: place, stream, told ids. ARGV: an epoch if one is needed, how many are kept, how long in ms, then id and text of each. */
const APPEND = `${BEGIN}
for index = 4, #ARGV, 2 do
  if redis.call('ZADD', KEYS[3], 'NX', number + 1, ARGV[index]) == 1 then tell(ARGV[index + 1]) end
end
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', number - 3 * tonumber(ARGV[2]))
${END}`;

/** From now on another epoch; what was told before can be found by nobody. */
const BREAK = `${BEGIN}
epoch = ARGV[1]
redis.call('DEL', KEYS[2])
tell('')
${END}`;

const PLACE = `${BEGIN}${END}`;

type Script = (...keysAndArguments: (string | number)[]) => Promise<[string, string]>;
interface FeedCommands {
  parleyFeedAppend: Script;
  parleyFeedBreak: Script;
  parleyFeedPlace: Script;
}

type StreamRow = [id: string, fields: string[]];

/** `newConnection`: one that may wait. */
export class RedisFeeds extends Feeds {
  private readonly client: Redis & FeedCommands;
  private waiting: Redis | undefined;

  constructor(
    redis: Redis,
    private readonly newConnection: () => Redis,
    private readonly prefix: string,
  ) {
    super();
    const scripts = { parleyFeedAppend: APPEND, parleyFeedBreak: BREAK, parleyFeedPlace: PLACE };
    for (const [name, lua] of Object.entries(scripts)) redis.defineCommand(name, { numberOfKeys: 3, lua });
    this.client = redis as Redis & FeedCommands;
  }

  override async append(key: string, items: readonly FeedItem[], epoch: string): Promise<void> {
    await this.client.parleyFeedAppend(...this.startOf(key, epoch), ...items.flatMap(({ id, text }) => [id, text]));
  }

  override async break(key: string, epoch: string): Promise<void> {
    await this.client.parleyFeedBreak(...this.startOf(key, epoch));
  }

  override async end(key: string, newEpoch: string): Promise<FeedPosition> {
    const [epoch, number] = await this.client.parleyFeedPlace(...this.startOf(key, newEpoch));
    return { epoch, number: Number(number) };
  }

  override async after(key: string, number: number, limit: number): Promise<FeedLine[]> {
    const rows = await this.client.xrange(this.streamOf(key), `${number + 1}-0`, '+', 'COUNT', limit);
    return rows.map(lineOf);
  }

  override async next(
    behind: ReadonlyMap<string, number>,
    limit: number,
    waitMs: number,
  ): Promise<Map<string, FeedLine[]>> {
    this.waiting ??= this.newConnection();
    const keys = [...behind.keys()];
    const streams = keys.map((key) => this.streamOf(key));
    const from = [...behind.values()].map((number) => `${number}-0`);
    const answer = await this.waiting.xread('COUNT', limit, 'BLOCK', waitMs, 'STREAMS', ...streams, ...from);
    const rowsOf = new Map(answer ?? []);
    return new Map(
      keys.flatMap((key, index) => {
        const rows = rowsOf.get(streams[index] ?? '');
        return rows === undefined ? [] : [[key, rows.map(lineOf)] as const];
      }),
    );
  }

  private startOf(key: string, epoch: string): (string | number)[] {
    const stream = this.streamOf(key);
    return [`${stream}:place`, stream, `${stream}:told`, epoch, KEPT_EVENTS, KEPT_MS];
  }

  private streamOf(key: string): string {
    return `${this.prefix}:feed:${key}`;
  }
}

function lineOf([id, [, epoch = '', , text = '']]: StreamRow): FeedLine {
  const place = { number: Number.parseInt(id, 10), epoch };
  return text === '' ? place : { ...place, text };
}
