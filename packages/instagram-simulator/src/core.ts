import type { App } from './app';
import { KNOWN_FIELDS } from './app';
import { SimulatorClock } from './clock';
import type { Clock } from './clock';
import { FaultBoard } from './faults/fault-board';
import type { CallEntry } from './graph/call-log';
import { UsageMeter } from './graph/usage-meter';
import { LiveEvents } from './live-events';
import { OrderedLog } from './ordered-log';
import { RateWindow } from './rules/rate-window';
import { defaultSettings } from './settings';
import type { Settings } from './settings';
import { WebhookDispatcher } from './webhooks/dispatcher';
import { World } from './world/world';

const HOUR_MS = 60 * 60 * 1000;
const KEPT_CALLS = 50_000;

export interface CoreOptions {
  readonly appId: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly callbackUrl?: string | undefined;
  readonly clock?: Clock | undefined;
}

/** All the parts of a running simulator, without HTTP. */
export class SimulatorCore {
  readonly app: App;
  readonly clock: SimulatorClock;
  readonly world: World;
  readonly faults = new FaultBoard();
  readonly live = new LiveEvents();
  readonly dispatcher: WebhookDispatcher;
  readonly calls = new OrderedLog<CallEntry>(KEPT_CALLS);
  readonly rates = {
    sends: new RateWindow(1000),
    conversationReads: new RateWindow(1000),
    privateReplies: new RateWindow(HOUR_MS),
  };
  readonly usage = new UsageMeter();
  settings: Settings = defaultSettings();
  private readonly changeListeners = new Set<() => void>();

  constructor(options: CoreOptions) {
    const { appId, appSecret, verifyToken, callbackUrl } = options;
    this.app = {
      id: appId,
      secret: appSecret,
      verifyToken,
      callback: callbackUrl === undefined ? null : { url: callbackUrl, verifyToken },
      fields: [...KNOWN_FIELDS],
    };
    this.clock = new SimulatorClock(options.clock);
    this.world = new World(this.clock, () => this.announceChange());
    this.dispatcher = new WebhookDispatcher({
      clock: this.clock,
      faults: this.faults,
      settings: () => this.settings,
      callback: () => this.app.callback,
      appSecret,
      isSubscribed: (account, field) => this.isSubscribed(account, field),
      unsubscribe: (account) => this.setSubscription(account, []),
    });
  }

  /** Called after every change of the world. */
  onChange(listener: () => void): void {
    this.changeListeners.add(listener);
  }

  setSubscription(accountId: string, fields: readonly string[]): void {
    const account = this.world.accounts.get(accountId);
    if (account) account.subscribedFields = [...fields];
    this.world.touch();
  }

  /** Back to an empty world; the callback stays, ids go on counting. */
  reset(): void {
    this.dispatcher.clear();
    this.faults.clear();
    this.calls.clear();
    this.usage.clear();
    for (const rate of Object.values(this.rates)) rate.clear();
    this.settings = defaultSettings();
    this.world.clear();
    this.live.publish({ type: 'world' });
  }

  close(): void {
    this.dispatcher.close();
    this.clock.cancelAll();
  }

  /** Meta: an account subscribed to any field sends all the fields that the app subscribes to. */
  private isSubscribed(accountId: string, field: string): boolean {
    const account = this.world.accounts.get(accountId);
    return account !== undefined && account.subscribedFields.length > 0 && this.app.fields.includes(field);
  }

  private announceChange(): void {
    for (const listener of this.changeListeners) listener();
  }
}
