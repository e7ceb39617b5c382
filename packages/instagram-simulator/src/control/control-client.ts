import type { ArmedFault } from '../faults/fault-board';
import type { FaultInput } from '../faults/fault';
import type { CallEntry } from '../graph/call-log';
import type { MediaView } from '../media/media.routes';
import type { Ordered } from '../ordered-log';
import type { Settings, SettingsChange } from '../settings';
import type { Delivery } from '../webhooks/delivery';
import type { ActionEntry, Comment, Customer, LedgerEntry, Post } from '../world/model';
import { AccountControl, CustomerControl } from './actors-client';
import { ControlHttp } from './control-http';
import type { CallbackChange, LogQuery, NewAccount, NewCustomer, NewPost, ReleaseFilterInput } from './schemas';
import type { AccountView, ClockView, QueueView } from './views';

/** Longest single long poll; longer waits are several. */
const POLL_MS = 20_000;

/** Typed access to the control routes of a simulator, in this process or another one. */
export class SimulatorControl {
  private readonly http: ControlHttp;

  constructor(readonly url: string) {
    this.http = new ControlHttp(`${url}/_control`);
  }

  createAccount(account: NewAccount): Promise<AccountView> {
    return this.http.post('/accounts', account);
  }

  accounts(): Promise<AccountView[]> {
    return this.http.get('/accounts');
  }

  /** The account as its owner uses it in the app, and its tokens and subscription. */
  account(id: string): AccountControl {
    return new AccountControl(this.http, id);
  }

  /** A post, or a reel, of the account; newer ones come first. */
  createPost(account: string, post: NewPost = {}): Promise<Post> {
    return this.http.post(`/accounts/${account}/posts`, post);
  }

  createCustomer(customer: NewCustomer): Promise<Customer> {
    return this.http.post('/customers', customer);
  }

  customers(account?: string): Promise<Customer[]> {
    return this.http.get('/customers', { account });
  }

  /** The person behind an IGSID. */
  customer(id: string): CustomerControl {
    return new CustomerControl(this.http, id);
  }

  /** A file at Instagram; send it with `customer(id).sendsAttachment`. */
  createMedia(contentType: string, bytes: Uint8Array): Promise<MediaView> {
    return this.http.post('/media', { contentType, base64: Buffer.from(bytes).toString('base64') });
  }

  /** Links to media that were given out work no more; reading a message gives new ones. */
  async expireMediaLinks(): Promise<void> {
    await this.http.post('/media/expire-links');
  }

  async removeMedia(id: string): Promise<void> {
    await this.http.delete(`/media/${id}`);
  }

  inject(fault: FaultInput): Promise<ArmedFault> {
    return this.http.post('/faults', fault);
  }

  /** Faults that can still strike. */
  faults(): Promise<ArmedFault[]> {
    return this.http.get('/faults');
  }

  async clearFaults(): Promise<void> {
    await this.http.delete('/faults');
  }

  async disarm(faultId: number): Promise<void> {
    await this.http.delete(`/faults/${faultId}`);
  }

  /** Ends holds and sends what they kept back; resolves to how many webhooks that were. */
  async releaseWebhooks(filter: ReleaseFilterInput = {}): Promise<number> {
    const { released } = await this.http.post<{ released: number }>('/webhooks/release', filter);
    return released;
  }

  async now(): Promise<number> {
    return (await this.http.get<ClockView>('/clock')).now;
  }

  /** Moves the simulator's clock; resolves to its new time. */
  async advanceClock(advanceMs: number): Promise<number> {
    return (await this.http.post<ClockView>('/clock', { advanceMs })).now;
  }

  ledger(query: LogQuery = {}): Promise<LedgerEntry[]> {
    return this.http.get('/ledger', { ...query });
  }

  /** The first message that fits; rejects after `timeoutMs`, saying what the ledger holds. */
  waitForLedger(
    wanted: (entry: LedgerEntry) => boolean,
    timeoutMs: number,
    query: LogQuery = {},
  ): Promise<LedgerEntry> {
    return this.waitFor('ledger', (next) => this.ledger(next), wanted, { timeoutMs, query });
  }

  webhooks(query: LogQuery = {}): Promise<Delivery[]> {
    return this.http.get('/webhooks', { ...query });
  }

  waitForWebhook(wanted: (entry: Delivery) => boolean, timeoutMs: number, query: LogQuery = {}): Promise<Delivery> {
    return this.waitFor('webhooks', (next) => this.webhooks(next), wanted, { timeoutMs, query });
  }

  /** Typing, seen and reactions that the account sent. */
  actions(query: LogQuery = {}): Promise<ActionEntry[]> {
    return this.http.get('/actions', { ...query });
  }

  waitForAction(
    wanted: (entry: ActionEntry) => boolean,
    timeoutMs: number,
    query: LogQuery = {},
  ): Promise<ActionEntry> {
    return this.waitFor('actions', (next) => this.actions(next), wanted, { timeoutMs, query });
  }

  /** Every Graph call that reached the simulator. */
  calls(query: LogQuery = {}): Promise<CallEntry[]> {
    return this.http.get('/calls', { ...query });
  }

  waitForCall(wanted: (entry: CallEntry) => boolean, timeoutMs: number, query: LogQuery = {}): Promise<CallEntry> {
    return this.waitFor('calls', (next) => this.calls(next), wanted, { timeoutMs, query });
  }

  comments(): Promise<Comment[]> {
    return this.http.get('/comments');
  }

  /** Waits until no webhook is queued or in flight (held and delayed ones do not count). */
  whenIdle(waitMs = 10_000): Promise<QueueView> {
    return this.http.get('/idle', { waitMs });
  }

  /** Sets the webhook callback, after Meta's handshake unless `verify` is false. */
  setCallback(callback: CallbackChange): Promise<{ url: string; verified: boolean }> {
    return this.http.post('/callback', callback);
  }

  settings(): Promise<Settings> {
    return this.http.get('/settings');
  }

  configure(change: SettingsChange): Promise<Settings> {
    return this.http.post('/settings', change);
  }

  /** Empties the world, faults and settings; ids go on counting, the callback stays. */
  async reset(): Promise<void> {
    await this.http.post('/reset');
  }

  private async waitFor<T extends Ordered>(
    name: string,
    read: (query: LogQuery) => Promise<T[]>,
    wanted: (entry: T) => boolean,
    { timeoutMs, query }: { readonly timeoutMs: number; readonly query: LogQuery },
  ): Promise<T> {
    const deadline = performance.now() + timeoutMs;
    let after = query.after ?? 0;
    const passed: T[] = [];
    for (;;) {
      const left = deadline - performance.now();
      const waitMs = Math.max(0, Math.min(POLL_MS, Math.floor(left)));
      const entries = await read({ ...query, after, waitMs });
      const found = entries.find(wanted);
      if (found) return found;
      passed.push(...entries);
      after = entries.at(-1)?.order ?? after;
      if (left <= 0) throw new Error(`nothing fitting in ${name} within ${timeoutMs} ms: ${JSON.stringify(passed)}`);
    }
  }
}
