import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../config';
import { DomainError } from '../kernel';
import { AppLogger } from '../observability';
import { RateLimiter, type RateLimit, type RateVerdict } from '../redis';
import { addressBlockOf } from './address-block';
import type { SignedInRequest } from './principal';
import type { RouteLimit } from './rate-limit.decorator';

const MINUTE = 60;
/** A Redis that does not answer within this is away. */
const ANSWER_MS = 500;

export const rateLimited = (retryAfterSeconds: number) =>
  new DomainError('RATE.LIMITED', 'rate-limited', 'Too many requests. Try again later.', { retryAfterSeconds });

export const limitsUnavailable = (cause?: unknown) =>
  new DomainError('RATE.UNAVAILABLE', 'unavailable', 'This is not possible at the moment. Try again shortly.', {
    cause,
  });

/** Counts requests by address, account and workspace. While Redis is away, routes that say so are closed. */
@Injectable()
export class RequestLimits {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'limits'>,
    private readonly limiter: RateLimiter,
    private readonly logger: AppLogger,
  ) {}

  /** Before anything else. @throws DomainError RATE.LIMITED, RATE.UNAVAILABLE. */
  async countAddress({ ip }: SignedInRequest, declared: readonly RouteLimit[]): Promise<void> {
    const address = addressBlockOf(ip);
    const { perIp } = this.config.limits;
    await this.count(
      [{ key: `ip:${address}`, limit: perIp, perSeconds: MINUTE }],
      declared.filter(({ by }) => by === 'ip'),
      address,
    );
  }

  /** Once it is known who may do this. @throws as `countAddress`. */
  async countCaller({ user, workspaceId }: SignedInRequest, declared: readonly RouteLimit[]): Promise<void> {
    const { perAccount, perWorkspace } = this.config.limits;
    if (user === undefined) return;
    const account = declared.filter(({ by }) => by === 'account');
    await this.count([{ key: `account:${user.id}`, limit: perAccount, perSeconds: MINUTE }], account, user.id);
    if (workspaceId === undefined) return;
    const ofWorkspace = declared.filter(({ by }) => by === 'workspace');
    const general = { key: `workspace:${workspaceId}`, limit: perWorkspace, perSeconds: MINUTE };
    await this.count([general], ofWorkspace, workspaceId);
  }

  private async count(general: RateLimit[], declared: readonly RouteLimit[], whom: string): Promise<void> {
    const own = declared.map(({ name, limit, perSeconds }) => ({
      key: `route:${name}:${whom}`,
      limit: typeof limit === 'number' ? limit : limit(this.config.limits),
      perSeconds,
    }));
    const verdict = await this.ask([...general, ...own]);
    if (verdict === null && declared.some(({ failClosed }) => failClosed === true)) throw limitsUnavailable();
    if (verdict?.allowed === false) throw rateLimited(verdict.retryAfterSeconds);
  }

  /** Null while nobody can count. */
  private async ask(limits: readonly RateLimit[]): Promise<RateVerdict | null> {
    const over = new AbortController();
    try {
      // An answer that lies there already, while this process was busy, is in time.
      const late = delay(ANSWER_MS, undefined, { signal: over.signal }).then(() => nextTurn());
      const tooLate = late.then(() => {
        throw new Error('Redis does not answer.');
      });
      return await Promise.race([this.limiter.take(limits), tooLate]);
    } catch (err) {
      this.logger.event('warn', 'requests not counted', { err });
      return null;
    } finally {
      over.abort();
    }
  }
}
