import type { SimulatorClock } from '../clock';
import type { OrderedLog } from '../ordered-log';
import type { Settings } from '../settings';
import { eventLabel, postWebhook } from './delivery';
import type { Callback, Delivery, DeliveryOutcome, PostAnswer } from './delivery';
import { encodeBody, signature1, signature256 } from './signature';
import { envelope } from './webhook-event';
import type { WebhookEvent } from './webhook-event';

export interface LaneNeeds {
  readonly clock: SimulatorClock;
  readonly settings: () => Settings;
  readonly callback: () => Callback | null;
  readonly appSecret: string;
  readonly unsubscribe: (account: string) => void;
}

export interface QueuedEvent {
  readonly event: WebhookEvent;
  readonly ready: Promise<void>;
  readonly settle: (outcome: DeliveryOutcome) => void;
  badSignature: boolean;
}

export interface LaneHooks {
  readonly closing: AbortSignal;
  /** Called after each batch left the lane. */
  readonly onProgress: () => void;
}

/** The queue of one account: batches go out one after another, and a failing batch blocks those behind it. */
export class Lane {
  private queue: QueuedEvent[] = [];
  private readonly inFlight = new Set<QueuedEvent>();
  private running = 0;
  private dropped = false;
  private failingSince: number | null = null;

  constructor(
    private readonly account: string,
    private readonly needs: LaneNeeds,
    private readonly deliveries: OrderedLog<Delivery>,
    private readonly hooks: LaneHooks,
  ) {}

  get size(): number {
    return this.queue.length + this.inFlight.size;
  }

  events(): WebhookEvent[] {
    return [...this.inFlight, ...this.queue].map(({ event }) => event);
  }

  push(queued: QueuedEvent): void {
    this.queue.push(queued);
    this.pump();
  }

  /** Forgets what is queued; what is in flight is not retried. */
  drop(): void {
    this.dropped = true;
    this.discardQueue();
  }

  private discardQueue(): void {
    for (const queued of this.queue) queued.settle('lost');
    this.queue = [];
  }

  private pump(): void {
    const { webhookConcurrency, webhookBatchSize } = this.needs.settings();
    while (!this.dropped && this.running < webhookConcurrency && this.queue.length > 0) {
      const batch = this.queue.splice(0, webhookBatchSize);
      for (const queued of batch) this.inFlight.add(queued);
      this.running += 1;
      void this.deliver(batch).then((outcome) => {
        for (const queued of batch) {
          this.inFlight.delete(queued);
          queued.settle(outcome);
        }
        this.running -= 1;
        this.pump();
        this.hooks.onProgress();
      });
    }
  }

  private async deliver(batch: readonly QueuedEvent[]): Promise<DeliveryOutcome> {
    await Promise.all(batch.map(({ ready }) => ready));
    for (let attempt = 1; ; attempt += 1) {
      if (this.dropped) return 'lost';
      const outcome = await this.attempt(batch, attempt);
      if (outcome !== 'retrying') return outcome;
      await this.pause(this.needs.settings().retryDelaysMs[attempt - 1] ?? 0);
    }
  }

  private async attempt(batch: readonly QueuedEvent[], attempt: number): Promise<DeliveryOutcome> {
    const callback = this.needs.callback();
    const at = this.needs.clock.now();
    if (!callback) return this.record(batch, { attempt: 0, outcome: 'no-callback', at, body: '' });
    const { settings } = this.needs;
    const events = batch.map(({ event }) => event);
    const body = encodeBody(envelope(events, at, settings().commentEnvelope));
    const secret = batch.some(({ badSignature }) => badSignature)
      ? `not ${this.needs.appSecret}`
      : this.needs.appSecret;
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'facebookexternalua',
      'x-hub-signature': signature1(secret, body),
      'x-hub-signature-256': signature256(secret, body),
    };
    const timing = { timeoutMs: settings().webhookTimeoutMs, closing: this.hooks.closing };
    const answer = await postWebhook(callback.url, body, headers, timing);
    const outcome = this.judge(answer, attempt);
    return this.record(batch, { attempt, outcome, at, body, ...answer });
  }

  /** Anything but 200 is a failure. */
  private judge({ status }: PostAnswer, attempt: number): DeliveryOutcome {
    const now = this.needs.clock.now();
    if (status === 200) {
      this.failingSince = null;
      return 'acknowledged';
    }
    this.failingSince ??= now;
    const patience = this.needs.settings().unsubscribeAfterFailingMs;
    if (patience !== null && now - this.failingSince >= patience) {
      this.needs.unsubscribe(this.account);
      this.discardQueue();
      return 'given-up';
    }
    return attempt > this.needs.settings().retryDelaysMs.length ? 'given-up' : 'retrying';
  }

  private record(
    batch: readonly QueuedEvent[],
    facts: Pick<Delivery, 'attempt' | 'outcome' | 'at' | 'body'> & Partial<PostAnswer>,
  ): DeliveryOutcome {
    if (this.dropped && this.hooks.closing.aborted) return facts.outcome;
    this.deliveries.append({
      account: this.account,
      events: batch.map(({ event }) => eventLabel(event)),
      status: null,
      error: null,
      durationMs: 0,
      ...facts,
    });
    return facts.outcome;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.needs.clock.after(ms, resolve));
  }
}
