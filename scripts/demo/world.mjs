import { setTimeout as delay } from 'node:timers/promises';
import { LiveStream } from './live.mjs';

const ANSWER_MS = 15_000;

/** What the demo's story acts and looks with: customers of the simulator on one side, Parley's API on the other. */
export class DemoWorld {
  constructor({ simulator, api, account, workspaceId, transcript }) {
    Object.assign(this, { simulator, api, account, workspaceId, transcript });
    this.botMessages = [];
  }

  async newCustomer(username, name) {
    const customer = await this.simulator.createCustomer({ account: this.account.id, username, name });
    return { ...customer, name };
  }

  async says(customer, text) {
    this.transcript.customer(customer.name, text);
    return this.#acting(() => this.simulator.customer(customer.id).sendsText(text));
  }

  async taps(customer, title) {
    this.transcript.customer(customer.name, `taps "${title}"`);
    return this.#acting(() => this.simulator.customer(customer.id).tapsButton(title));
  }

  async tapsQuickReply(customer, title) {
    this.transcript.customer(customer.name, `taps "${title}"`);
    return this.#acting(() => this.simulator.customer(customer.id).tapsQuickReply(title));
  }

  /** Under a post. */
  async comments(customer, text) {
    this.transcript.customer(customer.name, `comments "${text}"`);
    let commentId = '';
    const act = await this.#acting(async () => {
      ({ commentId } = await this.simulator.customer(customer.id).comments(text));
    });
    return { act, commentId };
  }

  /** The business answers in public, under the comment. */
  async answersComment(commentId, expected) {
    const end = performance.now() + ANSWER_MS;
    const find = async () => (await this.simulator.comments()).find((comment) => comment.parentId === commentId);
    let reply = await find();
    while (reply === undefined && performance.now() < end) {
      await delay(50);
      reply = await find();
    }
    if (!reply?.text.includes(expected)) throw new Error(`Expected a public answer with "${expected}".`);
    this.transcript.business('Parley, in public', reply.text, []);
  }

  async ownerTypes(customer, text) {
    this.transcript.business('in the app', text, []);
    await this.simulator.account(this.account.id).typesInApp(customer.id, text);
  }

  /** The next message of the business to this customer after an act; its text must contain `expected`. */
  async answers(customer, act, expected, who = 'Parley') {
    const isAnswer = (entry) => entry.origin === 'api' && entry.customer === customer.id && entry.order > act.order;
    const entry = await this.simulator.waitForLedger(isAnswer, ANSWER_MS);
    const text = visibleText(entry.content);
    this.transcript.business(who, text, choicesOf(entry.content), Math.round(performance.now() - act.at));
    if (!text.includes(expected)) throw new Error(`Expected an answer with "${expected}", got "${text}".`);
    return { order: entry.order, at: performance.now() };
  }

  /** Parley has stored the message, and nothing was sent to this customer since the act. */
  async staysSilent(customer, act, text) {
    const conversation = await this.conversationWith(customer, (messages) =>
      messages.some((message) => message.text === text),
    );
    const entries = await this.simulator.ledger({ customer: customer.id, after: act.order });
    const answers = entries.filter((entry) => entry.origin === 'api');
    if (answers.length > 0)
      throw new Error(`The bot should have been silent, but sent "${visibleText(answers[0].content)}".`);
    this.transcript.note('stored; the bot is silent');
    return conversation;
  }

  /** It is opened beside the conversation: its last words to the customer do not wait for it. */
  async escalationIsOpen(conversation) {
    for (const startedAt = Date.now(); Date.now() - startedAt < ANSWER_MS; await delay(50)) {
      const { items } = await this.api.get(`/v1/workspaces/${this.workspaceId}/escalations?limit=100`);
      const escalation = items.find(({ conversationId }) => conversationId === conversation.id);
      if (escalation === undefined) continue;
      this.transcript.note(`escalation open: ${escalation.summary}`);
      return;
    }
    throw new Error('The handoff opened no escalation.');
  }

  /** What a member of the team does. */
  async act(path, body) {
    return this.api.post(`/v1/workspaces/${this.workspaceId}/${path}`, body);
  }

  /** A member’s browser opens the live stream. */
  async listens() {
    const { ticket } = await this.act('stream/ticket', {});
    return LiveStream.open(`${this.api.baseUrl}/v1/workspaces/${this.workspaceId}/stream?ticket=${ticket}`);
  }

  async memberWrites(conversation, text) {
    await this.act(`conversations/${conversation.id}/messages`, { text });
  }

  /** The simulator's ledger is the judge: per customer, no message of the business was accepted twice. */
  async nothingWasSentTwice() {
    const sent = (await this.simulator.ledger()).filter(({ origin }) => origin === 'api');
    const keys = sent.map(({ customer, content }) => JSON.stringify([customer, content]));
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) throw new Error(`Sent twice: ${twice}`);
  }

  /** The conversation in Parley's inbox, once its messages are as expected. */
  async conversationWith(customer, isReady) {
    for (const startedAt = Date.now(); Date.now() - startedAt < ANSWER_MS; await delay(50)) {
      const { items } = await this.api.get(`/v1/workspaces/${this.workspaceId}/conversations?limit=100`);
      const conversation = items.find(({ participantId }) => participantId === customer.id);
      if (conversation === undefined) continue;
      const messages = await this.api.get(
        `/v1/workspaces/${this.workspaceId}/conversations/${conversation.id}/messages?limit=100`,
      );
      if (isReady(messages.items)) return conversation;
    }
    throw new Error(`Parley's inbox does not show what happened with ${customer.name}.`);
  }

  async #acting(act) {
    const order = (await this.simulator.ledger()).at(-1)?.order ?? 0;
    const at = performance.now();
    await act();
    return { order, at };
  }
}

export const visibleText = (content) => content.text ?? content.template?.text ?? '';

const choicesOf = (content) =>
  [...(content.quickReplies ?? []), ...(content.template?.buttons ?? [])].map(({ title }) => title);
