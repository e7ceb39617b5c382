import type { Schemas } from '@parley/client';
import type { Customer } from '@parley/instagram-simulator';
import { type Parley, until } from './parley';
import { dataOf } from './people';

type Conversation = Schemas['ConversationResponse'];
type Message = Schemas['MessageResponse'];

/** A customer's conversation as a member of the workspace sees and handles it, through the API. */
export class Inbox {
  private id: string | undefined;

  constructor(
    private readonly parley: Parley,
    private readonly customer: Customer,
  ) {}

  async conversation(): Promise<Conversation> {
    const path = { ...this.workspace, conversationId: await this.conversationId() };
    return dataOf(
      this.parley.client.GET('/v1/workspaces/{workspaceId}/conversations/{conversationId}', { params: { path } }),
    );
  }

  /** Newest first. */
  async messages(): Promise<Message[]> {
    const params = { path: { ...this.workspace, conversationId: await this.conversationId() }, query: { limit: 100 } };
    const route = '/v1/workspaces/{workspaceId}/conversations/{conversationId}/messages';
    return (await dataOf(this.parley.client.GET(route, { params }))).items;
  }

  /** Resolves with the newest message of this text once it fits. */
  async message(text: string, fits: (message: Message) => boolean = () => true): Promise<Message> {
    let found: Message | undefined;
    const isThere = async () => {
      found = (await this.messages()).find((message) => message.text === text && fits(message));
      return found !== undefined;
    };
    await until(isThere, 20_000, `the message "${text}" to be as expected`);
    return found as Message;
  }

  /** Resolves with the conversation once it fits. */
  async becomes(fits: (conversation: Conversation) => boolean, what: string): Promise<Conversation> {
    let latest = await this.conversation();
    await until(async () => fits((latest = await this.conversation())), 20_000, `the conversation to ${what}`);
    return latest;
  }

  async hold(minutes: number, reason?: string): Promise<Conversation> {
    const path = { ...this.workspace, conversationId: await this.conversationId() };
    const route = '/v1/workspaces/{workspaceId}/conversations/{conversationId}/hold';
    return dataOf(this.parley.client.POST(route, { params: { path }, body: { minutes, reason } }));
  }

  async resume(): Promise<Conversation> {
    const path = { ...this.workspace, conversationId: await this.conversationId() };
    const route = '/v1/workspaces/{workspaceId}/conversations/{conversationId}/resume';
    return dataOf(this.parley.client.POST(route, { params: { path } }));
  }

  /** Writes as a member of the workspace. */
  async send(text: string, idempotencyKey?: string) {
    const params = { path: { ...this.workspace, conversationId: await this.conversationId() } };
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    const route = '/v1/workspaces/{workspaceId}/conversations/{conversationId}/messages';
    return this.parley.client.POST(route, { params, headers, body: { text } });
  }

  /** Escalations of this conversation, newest first. */
  async escalations(): Promise<Schemas['EscalationResponse'][]> {
    const params = { path: this.workspace, query: { limit: 100 } };
    const { items } = await dataOf(this.parley.client.GET('/v1/workspaces/{workspaceId}/escalations', { params }));
    const conversationId = await this.conversationId();
    return items.filter((escalation) => escalation.conversationId === conversationId);
  }

  async resolve(escalationId: string): Promise<Schemas['EscalationResponse']> {
    const params = { path: { ...this.workspace, escalationId } };
    const route = '/v1/workspaces/{workspaceId}/escalations/{escalationId}/resolve';
    return dataOf(this.parley.client.POST(route, { params, body: {} }));
  }

  /** Known once the first event of the customer has been taken in. */
  async conversationId(): Promise<string> {
    const params = { path: this.workspace, query: { limit: 100 } };
    const find = async () => {
      const page = await dataOf(this.parley.client.GET('/v1/workspaces/{workspaceId}/conversations', { params }));
      this.id = page.items.find(({ participantId }) => participantId === this.customer.id)?.id;
      return this.id !== undefined;
    };
    if (this.id === undefined) await until(find, 20_000, 'the conversation to be listed');
    return this.id as string;
  }

  private get workspace() {
    return { workspaceId: this.parley.owner.workspaceId };
  }
}
