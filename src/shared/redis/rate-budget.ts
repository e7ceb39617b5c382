import type Redis from 'ioredis';

export interface Budget {
  /** What is limited, e.g. `send-<account>`. */
  key: string;
  /** On average; the limit itself holds over `overSeconds`. */
  perSecond: number;
  /** 1 unless it is a limit per minute, hour … */
  overSeconds?: number;
  /** Brakes of this name hold this budget back, too. */
  brake?: string;
}

/** Somebody who waits for a grant of their own and asks again when it is due. */
export interface BudgetAsk {
  id: string;
  /** Lower ones first. */
  rank: number;
  /** Among equals the one who waits longest, in ms since the epoch. */
  since: number;
}

/** `waitMs`: until the budget has one, by the place among those who wait. */
export type Grant = { granted: true } | { granted: false; waitMs: number };

/**
 * A token bucket shared by all processes: never more grants than the limit in any span of its length, also after Redis was
 * emptied. Who must wait keeps a place in a queue and is told when to come again, so that thousands wait without polling.
 * Every method throws when Redis cannot be asked: the caller must not act then.
 */
export abstract class RateBudget {
  /** Takes up to `wanted` for nobody in particular, behind all who wait; `waitMs`: until there is another, when it were too few. */
  abstract take(budget: Budget, wanted: number): Promise<{ granted: number; waitMs: number }>;
  /** One grant each, in their order; null: for nobody in particular. */
  abstract ask(budget: Budget, asks: readonly (BudgetAsk | null)[]): Promise<Grant[]>;
  /** Grants that were not used. */
  abstract giveBack(budget: Budget, count: number): Promise<void>;
  /** Nothing is granted for so long. A brake under way is never shortened. */
  abstract stop(brake: string, forMs: number): Promise<void>;
  /** Only this share of the rate is granted, for so long. */
  abstract slow(brake: string, share: number, forMs: number): Promise<void>;
}

/**
 * KEYS: bucket, queue, promises, two brakes. ARGV: refill per second, size, now or '' for Redis's own time, grace, wanted by
 * nobody in particular, then id and score of each ask. Answers what was granted to nobody in particular, the wait for one
 * more, then the wait of each ask; 0 is granted. A bucket that is missing starts empty, since a full one would allow a double
 * burst after Redis was flushed. Nothing is kept for who does not come when it is due, and after the grace the place is lost, too.
 */
const ASK = `
local rate, size, now = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local free_at = now
for _, key in ipairs({ KEYS[4], KEYS[5] }) do
  local brake = redis.call('HMGET', key, 'until', 'share', 'shareUntil')
  free_at = math.max(free_at, tonumber(brake[1] or 0))
  if tonumber(brake[3] or 0) > now then rate = rate * tonumber(brake[2]) end
end
local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens = tonumber(bucket[1]) or 0
local at = tonumber(bucket[2]) or now
tokens = math.min(size, tokens + math.max(0, now - at) * rate / 1000)
if free_at > now then tokens = 0 end
local function wait_for(place)
  return math.max(1, free_at - now + math.ceil((place - tokens) * 1000 / rate))
end

local gone = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now - tonumber(ARGV[4]), 'LIMIT', 0, 1000)
for _, id in ipairs(gone) do
  redis.call('ZREM', KEYS[2], id)
  redis.call('ZREM', KEYS[3], id)
end

local overdue = now - math.max(20, 1000 / rate)
local late = redis.call('ZCOUNT', KEYS[3], '-inf', string.format('(%.0f', overdue))
local function is_late(id)
  return tonumber(redis.call('ZSCORE', KEYS[3], id) or now) < math.floor(overdue + 0.5)
end

local asks, answers = {}, {}
for index = 6, #ARGV, 2 do
  redis.call('ZADD', KEYS[2], 'NX', ARGV[index + 1], ARGV[index])
  asks[#asks + 1] = { id = ARGV[index], index = #asks + 1 }
end
for _, ask in ipairs(asks) do ask.place = redis.call('ZRANK', KEYS[2], ask.id) + 1 end
table.sort(asks, function (one, other) return one.place < other.place end)
local taken = 0
for _, ask in ipairs(asks) do
  local others = late
  if is_late(ask.id) then others = late - 1 end
  local place = math.max(1, ask.place - taken - others)
  if tokens >= place then
    tokens = tokens - 1
    taken = taken + 1
    late = others
    redis.call('ZREM', KEYS[2], ask.id)
    redis.call('ZREM', KEYS[3], ask.id)
    answers[ask.index] = 0
  else
    local wait = wait_for(place)
    redis.call('ZADD', KEYS[3], now + wait, ask.id)
    answers[ask.index] = wait
  end
end

local waiting, wanted = math.max(0, redis.call('ZCARD', KEYS[2]) - late), tonumber(ARGV[5])
local granted = math.max(0, math.min(wanted, math.floor(tokens - waiting)))
tokens = tokens - granted
local more = 0
if granted < wanted then more = wait_for(waiting + 1) end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(math.max(now, free_at)))
for index = 1, 3 do redis.call('PEXPIRE', KEYS[index], 172800000) end
local result = { granted, more }
for _, wait in ipairs(answers) do result[#result + 1] = wait end
return result
`;

/** KEYS: bucket. ARGV: size, count. What nobody remembers any more is not given back. */
const GIVE_BACK = `
local tokens = tonumber(redis.call('HGET', KEYS[1], 'tokens'))
if tokens then redis.call('HSET', KEYS[1], 'tokens', tostring(math.min(tonumber(ARGV[1]), tokens + tonumber(ARGV[2])))) end
`;

/** KEYS: brake. ARGV: now or '', for how long, share or ''. */
const BRAKE = `
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local ends, field = now + tonumber(ARGV[2]), 'until'
if ARGV[3] ~= '' then
  field = 'shareUntil'
  redis.call('HSET', KEYS[1], 'share', ARGV[3])
end
redis.call('HSET', KEYS[1], field, tostring(math.max(ends, tonumber(redis.call('HGET', KEYS[1], field) or 0))))
redis.call('PEXPIRE', KEYS[1], 172800000)
`;

const BURST_SHARE = 0.02;
const REFILL_SHARE = 0.96;
/** Who was told when to come and is this late has given up. */
const GRACE_MS = 5_000;

/**
 * A full bucket and the refill behind it are less than one above the limit, so that no span holds more grants than it, with
 * something left for sends that take differently long; 96 % of the limit can be used.
 */
export function bucketOf({ perSecond, overSeconds = 1 }: Pick<Budget, 'perSecond' | 'overSeconds'>): {
  size: number;
  refill: number;
} {
  return { size: 1 + perSecond * overSeconds * BURST_SHARE, refill: perSecond * REFILL_SHARE };
}

interface BucketClient {
  parleyAskBudget(...keysAndArguments: (string | number)[]): Promise<number[]>;
  parleyGiveBack(key: string, size: number, count: number): Promise<null>;
  parleyBrake(key: string, now: number | '', forMs: number, share: number | ''): Promise<null>;
}

/** Ranks stand before times in one score; both fit into what a double holds exactly. */
const RANK_WEIGHT = 1e14;

export class RedisRateBudget extends RateBudget {
  private readonly client: Redis & BucketClient;

  /** `now`: instead of Redis's own time, in ms since the epoch. */
  constructor(
    redis: Redis,
    private readonly prefix: string,
    private readonly now: () => number | '' = () => '',
  ) {
    super();
    redis.defineCommand('parleyAskBudget', { numberOfKeys: 5, lua: ASK });
    redis.defineCommand('parleyGiveBack', { numberOfKeys: 1, lua: GIVE_BACK });
    redis.defineCommand('parleyBrake', { numberOfKeys: 1, lua: BRAKE });
    this.client = redis as Redis & BucketClient;
  }

  override async take(budget: Budget, wanted: number): Promise<{ granted: number; waitMs: number }> {
    const { granted, waitMs } = await this.run(budget, wanted, []);
    return { granted, waitMs };
  }

  override async ask(budget: Budget, asks: readonly (BudgetAsk | null)[]): Promise<Grant[]> {
    const named = asks.flatMap((ask) => ask ?? []);
    const { granted, waitMs, waits } = await this.run(budget, asks.length - named.length, named);
    let [anonymous, next] = [0, 0];
    return asks.map((ask) => {
      const wait = ask === null ? (anonymous++ < granted ? 0 : waitMs) : (waits[next++] ?? 0);
      return wait === 0 ? { granted: true } : { granted: false, waitMs: wait };
    });
  }

  override async giveBack(budget: Budget, count: number): Promise<void> {
    await this.client.parleyGiveBack(this.keyOf('budget', budget.key), bucketOf(budget).size, count);
  }

  override async stop(brake: string, forMs: number): Promise<void> {
    await this.client.parleyBrake(this.keyOf('brake', brake), this.now(), forMs, '');
  }

  override async slow(brake: string, share: number, forMs: number): Promise<void> {
    await this.client.parleyBrake(this.keyOf('brake', brake), this.now(), forMs, share);
  }

  private async run(budget: Budget, wanted: number, asks: readonly BudgetAsk[]) {
    const { size, refill } = bucketOf(budget);
    const key = this.keyOf('budget', budget.key);
    const [granted = 0, waitMs = 0, ...waits] = await this.client.parleyAskBudget(
      key,
      `${key}:queue`,
      `${key}:promised`,
      this.keyOf('brake', budget.key),
      this.keyOf('brake', budget.brake ?? budget.key),
      refill,
      size,
      this.now(),
      GRACE_MS,
      wanted,
      ...asks.flatMap(({ id, rank, since }) => [id, rank * RANK_WEIGHT + since]),
    );
    return { granted, waitMs, waits };
  }

  private keyOf(kind: string, name: string): string {
    return `${this.prefix}:${kind}:${name}`;
  }
}
