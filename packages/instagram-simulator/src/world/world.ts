import type { Clock } from '../clock';
import { MediaLibrary } from '../media/media-library';
import { OrderedLog } from '../ordered-log';
import { conversationIdOf, customerIdOf, IdSource } from './ids';
import type {
  Account,
  ActionEntry,
  Attachment,
  Comment,
  Customer,
  LedgerEntry,
  LoginCode,
  Message,
  MessageContent,
  Origin,
  Post,
  Thread,
  Token,
} from './model';

export interface NewMessage {
  readonly customer: Customer;
  readonly origin: Origin;
  readonly content: MessageContent;
  readonly commentId?: string;
  /** Graph reads do not show it for this long (ms). */
  readonly hiddenForMs?: number;
}

/** Everything that exists in the fake Instagram, and the only place where it changes. No HTTP, no rules. */
export class World {
  accounts = new Map<string, Account>();
  customers = new Map<string, Customer>();
  /** By customer id. */
  threads = new Map<string, Thread>();
  messages = new Map<string, Message>();
  comments = new Map<string, Comment>();
  posts = new Map<string, Post>();
  tokens = new Map<string, Token>();
  codes = new Map<string, LoginCode>();
  uploads = new Map<string, Attachment>();
  ids = new IdSource();
  readonly media = new MediaLibrary();
  readonly ledger = new OrderedLog<LedgerEntry>();
  readonly actions = new OrderedLog<ActionEntry>();

  constructor(
    private readonly clock: Clock,
    private readonly changed: () => void = () => undefined,
  ) {}

  now(): number {
    return this.clock.now();
  }

  /** Tells the state file and the page that something changed. */
  touch(): void {
    this.changed();
  }

  put(kind: 'accounts', value: Account): void;
  put(kind: 'customers', value: Customer): void;
  put(kind: 'comments', value: Comment): void;
  put(kind: 'posts', value: Post): void;
  put(kind: 'accounts' | 'customers' | 'comments' | 'posts', value: Account | Customer | Comment | Post): void {
    const map: Map<string, Account | Customer | Comment | Post> = this[kind];
    map.set(value.id, value);
    this.touch();
  }

  /** By the professional account id or by the app-scoped one. */
  findAccount(id: string): Account | undefined {
    return this.accounts.get(id) ?? [...this.accounts.values()].find((account) => account.appScopedId === id);
  }

  findCustomer(accountId: string, customerId: string): Customer | undefined {
    const customer = this.customers.get(customerId);
    return customer?.accountId === accountId ? customer : undefined;
  }

  findThreadById(threadId: string): Thread | undefined {
    return this.threads.get(customerIdOf(threadId) ?? '');
  }

  threadsOf(accountId: string): Thread[] {
    return [...this.threads.values()].filter((thread) => thread.accountId === accountId);
  }

  openThread(customer: Customer): Thread {
    const existing = this.threads.get(customer.id);
    if (existing) return existing;
    const thread: Thread = {
      id: conversationIdOf(customer.id),
      accountId: customer.accountId,
      customerId: customer.id,
      mids: [],
      updatedAt: 0,
      lastQualifyingActAt: null,
      ownerAppId: null,
      seenMid: null,
      accountSeenMid: null,
    };
    this.threads.set(customer.id, thread);
    return thread;
  }

  /** Strictly increasing within a thread, so that a message's place can always be told from its time. */
  stamp(thread: Thread): number {
    thread.updatedAt = Math.max(this.now(), thread.updatedAt + 1);
    return thread.updatedAt;
  }

  /** Adds a message to its thread and to the ledger. */
  addMessage(input: NewMessage): { message: Message; entry: LedgerEntry } {
    const { customer, origin, content, commentId } = input;
    const thread = this.openThread(customer);
    const createdAt = this.stamp(thread);
    const message: Message = {
      mid: this.ids.mid(),
      accountId: customer.accountId,
      customerId: customer.id,
      origin,
      createdAt,
      visibleAt: createdAt + (input.hiddenForMs ?? 0),
      ...(commentId !== undefined && { commentId }),
      content,
      deleted: false,
      numEdit: 0,
      reactions: [],
    };
    this.messages.set(message.mid, message);
    thread.mids.push(message.mid);
    if (origin === 'customer') thread.lastQualifyingActAt = createdAt;
    const entry = this.ledger.append(ledgerEntryOf(message));
    this.touch();
    return { message, entry };
  }

  messagesOf(customerId: string): Message[] {
    const mids = this.threads.get(customerId)?.mids ?? [];
    return mids.map((mid) => this.messages.get(mid)).filter((message) => message !== undefined);
  }

  issueToken(
    account: Account,
    options: { kind: Token['kind']; permissions: readonly string[]; lifeMs: number },
  ): Token {
    const issuedAt = this.now();
    const token: Token = {
      value: this.ids.token(),
      accountId: account.id,
      kind: options.kind,
      permissions: options.permissions,
      issuedAt,
      expiresAt: issuedAt + options.lifeMs,
      revokedSubcode: null,
    };
    this.tokens.set(token.value, token);
    this.touch();
    return token;
  }

  /** Empties everything but the id counter: an id never comes twice. */
  clear(): void {
    for (const map of this.maps()) map.clear();
    this.media.clear();
    this.ledger.clear();
    this.actions.clear();
    this.touch();
  }

  private maps(): Map<string, unknown>[] {
    return [
      this.accounts,
      this.customers,
      this.threads,
      this.messages,
      this.comments,
      this.posts,
      this.tokens,
      this.codes,
      this.uploads,
    ];
  }
}

function ledgerEntryOf(message: Message): Omit<LedgerEntry, 'order'> {
  const out = message.origin !== 'customer';
  return {
    mid: message.mid,
    account: message.accountId,
    customer: message.customerId,
    recipient: out ? message.customerId : message.accountId,
    direction: out ? 'out' : 'in',
    origin: message.origin,
    content: message.content,
    ...(message.commentId !== undefined && { commentId: message.commentId }),
    at: message.createdAt,
    ...(message.origin === 'api' && { answer: 'pending' as const }),
  };
}
