import { strikes } from '../faults/fault';
import type { FaultFacts, FaultOf, WebhookKind } from '../faults/fault';
import type { FaultBoard } from '../faults/fault-board';
import { OrderedLog } from '../ordered-log';
import { eventLabel } from './delivery';
import type { Delivery, DeliveryOutcome } from './delivery';
import { Lane } from './lane';
import type { LaneNeeds, QueuedEvent } from './lane';
import type { WebhookEvent } from './webhook-event';

export interface DispatcherNeeds extends LaneNeeds {
  readonly faults: FaultBoard;
  /** Whether the account's subscription lets this field through. */
  readonly isSubscribed: (account: string, field: string) => boolean;
}

export interface ReleaseFilter {
  readonly webhook?: WebhookKind | undefined;
  readonly account?: string | undefined;
  readonly customer?: string | undefined;
}

export interface EnqueueOptions {
  /** Not delivered before this settles (an echo follows the answer of its send). */
  readonly after?: Promise<void>;
}

const KEPT_DELIVERIES = 50_000;

/** Brings updates to the callback: one queue per account, in order, with retries; webhook faults strike here. */
export class WebhookDispatcher {
  readonly deliveries = new OrderedLog<Delivery>(KEPT_DELIVERIES);
  private lanes = new Map<string, Lane>();
  private held: QueuedEvent[] = [];
  private shuffled: QueuedEvent[] = [];
  private gathering: FaultOf<'reorder-webhooks'> | null = null;
  private delayed = new Set<QueuedEvent>();
  private readonly idleWatchers = new Set<() => void>();
  private readonly closing = new AbortController();

  constructor(private readonly needs: DispatcherNeeds) {}

  /** Resolves when the update is acknowledged or will never be (never, while it is held). */
  enqueue(event: WebhookEvent, options: EnqueueOptions = {}): Promise<DeliveryOutcome> {
    return new Promise((settle) => {
      const queued: QueuedEvent = { event, ready: options.after ?? Promise.resolve(), settle, badSignature: false };
      if (!this.needs.isSubscribed(event.account, event.field)) this.skip(queued, 'not-subscribed');
      else this.admit(queued);
    });
  }

  /** Sends on what hold-webhooks kept back and what reorder-webhooks still gathers; returns how many. */
  release(filter: ReleaseFilter = {}): number {
    const chosen = [...this.shuffled, ...this.held].filter((queued) => isChosen(queued.event, filter));
    const set = new Set(chosen);
    this.held = this.held.filter((queued) => !set.has(queued));
    this.shuffled = this.shuffled.filter((queued) => !set.has(queued));
    for (const queued of chosen) this.push(queued);
    return chosen.length;
  }

  counts(): { queued: number; held: number; delayed: number } {
    const queued = [...this.lanes.values()].reduce((sum, lane) => sum + lane.size, 0);
    return { queued, held: this.held.length + this.shuffled.length, delayed: this.delayed.size };
  }

  /** Waits until nothing is queued or in flight; held and delayed webhooks do not count. */
  async whenIdle(waitMs: number): Promise<boolean> {
    if (this.counts().queued === 0) return true;
    return new Promise((resolve) => {
      const finish = (idle: boolean): void => {
        clearTimeout(timeout);
        this.idleWatchers.delete(watcher);
        resolve(idle);
      };
      const watcher = (): void => finish(true);
      const timeout = setTimeout(() => finish(false), waitMs).unref();
      this.idleWatchers.add(watcher);
    });
  }

  /** Everything not delivered yet, so that a saved state can carry on with it. */
  pending(): WebhookEvent[] {
    const queued = [...this.lanes.values()].flatMap((lane) => lane.events());
    return [...queued, ...[...this.delayed, ...this.shuffled, ...this.held].map(({ event }) => event)];
  }

  /** Drops every queue and record. */
  clear(): void {
    for (const lane of this.lanes.values()) lane.drop();
    this.lanes = new Map();
    this.held = [];
    this.shuffled = [];
    this.gathering = null;
    this.delayed = new Set();
    this.deliveries.clear();
    this.announceIdle();
  }

  close(): void {
    for (const lane of this.lanes.values()) lane.drop();
    this.closing.abort();
    this.announceIdle();
  }

  private admit(queued: QueuedEvent): void {
    const facts = factsOf(queued.event);
    const { faults, clock } = this.needs;
    if (faults.take(['lose-webhook', 'lost-echo'], facts)) return this.skip(queued, 'lost');
    if (faults.take(['hold-webhooks'], facts)) return this.hold(queued);
    if (faults.take(['bad-signature'], facts)) queued.badSignature = true;
    const delay = faults.take(['delay-webhook'], facts);
    if (!delay) return this.shuffleOrPush(queued, facts);
    this.delayed.add(queued);
    clock.after(delay.ms, () => {
      if (this.delayed.delete(queued)) this.push(queued);
    });
  }

  private shuffleOrPush(queued: QueuedEvent, facts: FaultFacts): void {
    this.gathering ??= this.needs.faults.take(['reorder-webhooks'], facts) ?? null;
    if (!this.gathering || !strikes(this.gathering, facts)) return this.duplicateOrPush(queued, facts);
    this.shuffled.push(queued);
    if (this.shuffled.length < this.gathering.size) return;
    const reversed = this.shuffled.reverse();
    this.shuffled = [];
    this.gathering = null;
    for (const one of reversed) this.push(one);
  }

  private duplicateOrPush(queued: QueuedEvent, facts: FaultFacts): void {
    this.push(queued);
    const fault = this.needs.faults.take(['duplicate-webhook'], facts);
    for (let copy = 0; copy < (fault?.times ?? 0); copy += 1) this.push({ ...queued, settle: () => undefined });
  }

  private push(queued: QueuedEvent): void {
    const { account } = queued.event;
    let lane = this.lanes.get(account);
    if (!lane) {
      lane = new Lane(account, this.needs, this.deliveries, {
        closing: this.closing.signal,
        onProgress: () => this.announceIdle(),
      });
      this.lanes.set(account, lane);
    }
    lane.push(queued);
  }

  private hold(queued: QueuedEvent): void {
    this.held.push(queued);
    this.note(queued, 'held');
  }

  private skip(queued: QueuedEvent, outcome: 'lost' | 'not-subscribed'): void {
    this.note(queued, outcome);
    queued.settle(outcome);
  }

  private note({ event }: QueuedEvent, outcome: DeliveryOutcome): void {
    this.deliveries.append({
      account: event.account,
      events: [eventLabel(event)],
      attempt: 0,
      outcome,
      status: null,
      error: null,
      at: this.needs.clock.now(),
      durationMs: 0,
      body: '',
    });
  }

  private announceIdle(): void {
    if (this.counts().queued > 0) return;
    for (const watcher of [...this.idleWatchers]) watcher();
  }
}

const factsOf = ({ kind, account, customer, text }: WebhookEvent): FaultFacts => ({
  webhook: kind,
  account,
  ...(customer !== undefined && { customer }),
  ...(text !== undefined && { text }),
});

const isChosen = (event: WebhookEvent, filter: ReleaseFilter): boolean =>
  (filter.webhook === undefined || filter.webhook === event.kind) &&
  (filter.account === undefined || filter.account === event.account) &&
  (filter.customer === undefined || filter.customer === event.customer);
