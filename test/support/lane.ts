import type { Customer } from '@parley/instagram-simulator';
import type { ConversationRow } from '../../src/conversations/schemas/conversation.schema';
import type { InboxEventRow } from '../../src/conversations/schemas/inbox-event.schema';
import type { MessageRow } from '../../src/conversations/schemas/message.schema';
import { type Parley, until } from './parley';
import type { TextItem } from './webhook-post';

/** One conversation of a running Parley: what happened in it, and ways to steer it into a rare state. */
export class Lane {
  private constructor(
    private readonly parley: Parley,
    readonly customer: Customer,
  ) {}

  /** With a customer who has not written yet. */
  static async open(parley: Parley, name?: string): Promise<Lane> {
    return new Lane(parley, await parley.newCustomer(name));
  }

  says(text: string) {
    return this.parley.simulator.customer(this.customer.id).sendsText(text);
  }

  /** Written in the app, but its webhook never leaves: what the test posts in its place is up to the test. */
  async saysUnheard(text: string): Promise<TextItem> {
    const customer = this.customer.id;
    await this.parley.simulator.inject({ kind: 'lose-webhook', match: { webhook: 'message', customer } });
    const { mid, at } = await this.says(text);
    return { mid, customer, text, at };
  }

  taps(title: string) {
    return this.parley.simulator.customer(this.customer.id).tapsQuickReply(title);
  }

  tapsButton(title: string) {
    return this.parley.simulator.customer(this.customer.id).tapsButton(title);
  }

  /** The owner writes in the Instagram app. */
  ownerTypes(text: string) {
    return this.parley.simulator.account(this.parley.account.id).typesInApp(this.customer.id, text);
  }

  expectSent(texts: string[], withinMs?: number): Promise<void> {
    return this.parley.expectSent(this.customer, texts, withinMs);
  }

  /** Everything is settled, and exactly these texts were sent. */
  async endsWith(texts: string[], withinMs?: number): Promise<void> {
    await this.expectSent(texts, withinMs);
    await this.parley.settled();
    expect(await this.parley.sentTo(this.customer)).toEqual(texts);
  }

  async row(): Promise<ConversationRow> {
    const row = await this.rowIfAny();
    if (row === null) throw new Error(`${this.customer.username} has no conversation yet.`);
    return row;
  }

  /** As stored, oldest first. */
  async messages(): Promise<MessageRow[]> {
    const { _id } = await this.row();
    return this.rows<MessageRow>('messages').find({ conversationId: _id }).sort({ at: 1 }).toArray();
  }

  async textsFrom(origin: MessageRow['origin']): Promise<string[]> {
    return (await this.messages()).filter((message) => message.origin === origin).map(({ text }) => text);
  }

  async events(kind: InboxEventRow['payload']['kind']): Promise<InboxEventRow[]> {
    const filter = { participantId: this.customer.id, 'payload.kind': kind };
    return this.rows<InboxEventRow>('inboxEvents').find(filter).sort({ platformAt: 1 }).toArray();
  }

  async becomes(check: (row: ConversationRow) => boolean, what: string, withinMs = 20_000): Promise<void> {
    const isSo = async () => {
      const row = await this.rowIfAny();
      return row !== null && check(row);
    };
    await until(isSo, withinMs, what);
  }

  /** The head of the outbox has this status. */
  headIs(status: ConversationRow['outbox'][number]['status']): Promise<void> {
    return this.becomes(({ outbox }) => outbox[0]?.status === status, `the head to be ${status}`);
  }

  /** A limit of the platform has put off the head; from then on there is no limit any more. */
  async isPutOff(): Promise<void> {
    const isLater = (dueAt: Date) => dueAt.getTime() > Date.now() + 30_000;
    await this.becomes(
      ({ outbox: [head] }) => head?.status === 'pending' && isLater(head.dueAt),
      'the send to be put off',
    );
    await this.parley.forgetBudgets();
  }

  /** Ends a long wait: the head of the outbox, unless it is being sent, and all tasks are due now. */
  async workIsDue(): Promise<void> {
    const now = new Date();
    const { outbox, tasks } = await this.row();
    const head = outbox[0]?.id ?? null;
    await this.change(
      { 'outbox.0.dueAt': now, workDueAt: now },
      { 'outbox.0.id': head, 'outbox.0.status': { $ne: 'sending' } },
    );
    for (const { id } of tasks) await this.change({ 'tasks.$.dueAt': now, workDueAt: now }, { 'tasks.id': id });
  }

  /** The wait that ends first is over now. */
  async waitIsOver(): Promise<void> {
    const { timers } = await this.row();
    const first = timers.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0];
    const now = new Date();
    await this.change({ 'timers.$.dueAt': now, workDueAt: now }, { 'timers.id': first?.id ?? null });
  }

  /** Lets the ids of consumed events look older than any that must be kept for their age. */
  async ringAges(): Promise<void> {
    const { consumed } = await this.row();
    const longAgo = new Date(Date.now() - 10 * 60_000);
    await this.change({ consumed: consumed.map((event) => ({ ...event, at: longAgo })) });
  }

  /** The row of an event, as a worker writes it that dies before its commit. */
  async appRowIsWritten({ _id, payload, platformAt, correlationId }: InboxEventRow): Promise<void> {
    if (payload.kind !== 'echo') throw new Error('Only an echo is typed in the app.');
    const { _id: conversationId, workspaceId, accountId } = await this.row();
    const { mid, text = '' } = payload;
    const common = { _id, workspaceId, conversationId, accountId, correlationId, at: platformAt };
    await this.rows<MessageRow>('messages').insertOne({
      ...common,
      direction: 'out',
      origin: 'app',
      status: 'sent',
      mid,
      text,
      attachments: [],
    });
  }

  /** A member of the workspace silences the bot. */
  async hold(): Promise<void> {
    const { response } = await this.parley.client.POST(
      '/v1/workspaces/{workspaceId}/conversations/{conversationId}/hold',
      { params: { path: await this.path() }, body: { minutes: 60 } },
    );
    expect(response.status).toBeLessThan(300);
  }

  async resume(): Promise<void> {
    const { response } = await this.parley.client.POST(
      '/v1/workspaces/{workspaceId}/conversations/{conversationId}/resume',
      { params: { path: await this.path() } },
    );
    expect(response.status).toBeLessThan(300);
  }

  /** A member of the workspace writes. */
  async memberWrites(text: string): Promise<void> {
    const { response } = await this.parley.client.POST(
      '/v1/workspaces/{workspaceId}/conversations/{conversationId}/messages',
      { params: { path: await this.path() }, body: { text } },
    );
    expect(response.status).toBe(202);
  }

  private rowIfAny(): Promise<ConversationRow | null> {
    return this.rows<ConversationRow>('conversations').findOne({ participantId: this.customer.id });
  }

  private async path() {
    return { workspaceId: this.parley.owner.workspaceId, conversationId: (await this.row())._id };
  }

  private async change(fields: Record<string, unknown>, only: Record<string, unknown> = {}): Promise<void> {
    await this.rows('conversations').updateOne({ participantId: this.customer.id, ...only }, { $set: fields });
  }

  private rows<Row extends object>(collection: string) {
    return this.parley.database.collection<Row>(collection);
  }
}
