import { Injectable } from '@nestjs/common';
import { grouped, Clock } from '../../shared/kernel';
import { Metrics } from '../../shared/observability';
import { HttpFetch } from '../../shared/providers/http-fetch';
import { SecretBox } from '../../shared/security';
import {
  AWAY_AFTER_FAILURES,
  awayPauseMs,
  type DeliveryOutcome,
  IN_ORDER_FOR_MS,
  outcomeOf,
  retryPauseMs,
} from './domain/delivery-rules';
import { lifeFrom } from './domain/new-delivery';
import { signatureOf } from './domain/signature';
import { WebhookDeliveriesRepository } from './repositories/webhook-deliveries.repository';
import type { RoundEnd } from './repositories/webhook-endpoints.repository';
import type { WebhookDeliveryRow } from './schemas/webhook-delivery.schema';
import type { WebhookEndpointRow } from './schemas/webhook-endpoint.schema';
import { placeOfSecret } from './signing-secrets.service';

const AT_ONCE = 50;
/** What failed and is to be tried again comes into a round; more than one delivers, so that the next follows at once. */
const FAILED_AT_ONCE = 200;
const LANES_AT_ONCE = 5;
const TIMEOUT_MS = 10_000;
/** With the last request this ends well before the worker's time with the endpoint does. */
const ROUND_MS = 30_000;

interface Round {
  endpoint: WebhookEndpointRow;
  /** Monotonic. */
  endsAt: number;
  failuresInARow: number;
  failingSince?: Date;
  lastDeliveredAt?: Date;
  isGone: boolean;
}

export interface FinishedRound extends RoundEnd {
  /** The endpoint says that nobody is to come again. */
  isGone: boolean;
}

/** Delivers what is due for one endpoint: lanes beside each other, each in its order. */
@Injectable()
export class EndpointRound {
  constructor(
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly http: HttpFetch,
    private readonly secrets: SecretBox,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /** For who has the endpoint to itself. @throws what the database throws. */
  async run(endpoint: WebhookEndpointRow): Promise<FinishedRound> {
    const { failingSince } = endpoint;
    const round: Round = {
      endpoint,
      endsAt: this.clock.monotonic() + ROUND_MS,
      failuresInARow: 0,
      isGone: false,
      ...(failingSince === undefined ? {} : { failingSince }),
    };
    const takenUp = await this.takeUpFailed(endpoint);
    const due = await this.deliveries.due(keyOf(endpoint), this.clock.now(), AT_ONCE);
    const lanes = await this.lanesOf(round, due);
    await inParallel(LANES_AT_ONCE, lanes, (lane) => this.deliverLane(round, lane));
    return { ...(await this.endOf(round)), ...takenUp };
  }

  /** A share of it. Cut off, it goes on in another round: what is taken up has not failed any more. */
  private async takeUpFailed(endpoint: WebhookEndpointRow): Promise<Pick<RoundEnd, 'takenUpTo'>> {
    const { failedAgainUpTo: until } = endpoint;
    if (until === undefined) return {};
    const now = this.clock.now();
    const fields = { nextAttemptAt: now, ...lifeFrom(now) };
    const isMore = await this.deliveries.failedAgain(keyOf(endpoint), { until, limit: FAILED_AT_ONCE, fields });
    return isMore ? {} : { takenUpTo: until };
  }

  private async endOf(round: Round): Promise<FinishedRound> {
    const { failingSince, lastDeliveredAt, isGone } = round;
    const now = this.clock.now();
    const isAway = failingSince !== undefined && round.failuresInARow >= AWAY_AFTER_FAILURES;
    return {
      nextDueAt: await this.deliveries.nextDueAt(keyOf(round.endpoint)),
      isGone,
      ...(failingSince === undefined ? {} : { failingSince }),
      ...(lastDeliveredAt === undefined ? {} : { lastDeliveredAt }),
      ...(isAway ? { pausedUntil: after(now, awayPauseMs(now.getTime() - failingSince.getTime())) } : {}),
    };
  }

  /** Without what must wait for something earlier, which is not due yet or comes in a later round. */
  private async lanesOf({ endpoint }: Round, due: readonly WebhookDeliveryRow[]): Promise<WebhookDeliveryRow[][]> {
    const lanes = grouped(due, ({ lane }) => lane);
    if (lanes.size === 0) return [];
    const since = after(this.clock.now(), -IN_ORDER_FOR_MS);
    const others = { lanes: [...lanes.keys()], createdSince: since, except: idsOf(due) };
    for (const { lane, place, nextAttemptAt } of await this.deliveries.laneHeads(keyOf(endpoint), others)) {
      const rows = lanes.get(lane) ?? [];
      const later = rows.filter((row) => row.place > place);
      lanes.set(
        lane,
        rows.filter((row) => row.place < place),
      );
      await this.deliveries.postpone(endpoint.workspaceId, idsOf(later), nextAttemptAt);
    }
    return [...lanes.values()];
  }

  private async deliverLane(round: Round, rows: readonly WebhookDeliveryRow[]): Promise<void> {
    for (const [index, row] of rows.entries()) {
      const isOver = this.clock.monotonic() >= round.endsAt || round.failuresInARow >= AWAY_AFTER_FAILURES;
      if (isOver || round.isGone) return;
      const retryAt = await this.deliver(round, row);
      if (retryAt === null || this.clock.now().getTime() - row.createdAt.getTime() >= IN_ORDER_FOR_MS) continue;
      await this.deliveries.postpone(row.workspaceId, idsOf(rows.slice(index + 1)), retryAt);
      return;
    }
  }

  /** When it is tried again; null when it is settled. */
  private async deliver(round: Round, row: WebhookDeliveryRow): Promise<Date | null> {
    const outcome = await this.send(round.endpoint, row);
    const now = this.clock.now();
    const attempts = row.attempts + 1;
    const base = { attempts, lastAttemptAt: now, nextAttemptAt: row.nextAttemptAt };
    const lastStatus = outcome.status === undefined ? {} : { lastStatus: outcome.status };
    if (outcome.kind === 'delivered') {
      Object.assign(round, { failuresInARow: 0, failingSince: undefined, lastDeliveredAt: now });
      await this.deliveries.note(row, { ...base, ...lastStatus, status: 'delivered', deliveredAt: now });
      this.metrics.webhookDeliveries.inc({ outcome: 'delivered' });
      return null;
    }
    this.noteFailure(round, outcome);
    const nextAttemptAt = after(now, retryPauseMs(attempts, Math.random()));
    const isLast = outcome.kind === 'gone' || nextAttemptAt > row.retryUntil;
    const failure = { ...base, ...lastStatus, lastError: outcome.error };
    await this.deliveries.note(row, { ...failure, nextAttemptAt, status: isLast ? 'failed' : 'pending' });
    this.metrics.webhookDeliveries.inc({ outcome: isLast ? 'failed' : 'retried' });
    return isLast ? null : nextAttemptAt;
  }

  private noteFailure(round: Round, outcome: DeliveryOutcome): void {
    round.failuresInARow += 1;
    round.failingSince ??= this.clock.now();
    round.isGone ||= outcome.kind === 'gone';
  }

  private async send({ url, secrets, ...endpoint }: WebhookEndpointRow, row: WebhookDeliveryRow) {
    const now = this.clock.now();
    const valid = secrets.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);
    const opened = valid.map(({ id, sealed }) => this.secrets.open(sealed, placeOfSecret(endpoint, id)));
    const result = await this.http.fetch({
      method: 'POST',
      url,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'parley-event': row.type,
        'parley-delivery': row._id,
        'parley-signature': signatureOf(row.body, now, opened),
      },
      body: row.body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: 0,
      followRedirects: false,
      // Whoever answers with a page of any length has heard of it.
      readsBody: false,
    });
    return outcomeOf(result);
  }
}

const keyOf = ({ workspaceId, _id: endpointId }: WebhookEndpointRow) => ({ workspaceId, endpointId });
const idsOf = (rows: readonly WebhookDeliveryRow[]): string[] => rows.map(({ _id }) => _id);
const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

async function inParallel<T>(limit: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values();
  const runner = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, runner));
}
