import {
  conversationIdOf,
  newId,
  type AccountId,
  type RequestContext,
  type WorkspaceId,
} from '../../src/shared/kernel';
import { AutomationInstancesService } from '../../src/automation';
import { InboxFacade } from '../../src/conversations';
import { LaneTurns } from '../../src/conversations/turns/lane-turns.service';
import { LaneWork } from '../../src/conversations/turns/lane-work.service';
import { FlowsService } from '../../src/flows';
import { WorkspaceFacade } from '../../src/workspace';
import { newTestName } from './test-name';
import type { WholeApi } from './whole-api';

const PASSWORD = 'a-long-enough-phrase-31';
const caller = { actor: { kind: 'system' as const, name: 'tests' }, correlationId: 'tests' };

/** A workspace of the whole API with automations, and one conversation in it whose turns the test takes. Nothing is sent. */
export class AutomationLane {
  readonly accountId = newTestName() as AccountId;
  readonly participantId = newTestName();
  readonly conversationId = conversationIdOf(this.accountId, this.participantId);
  private said = 0;

  private constructor(
    private readonly api: WholeApi,
    readonly workspaceId: WorkspaceId,
    private readonly headers: Record<string, string>,
  ) {}

  static async open(api: WholeApi): Promise<AutomationLane> {
    const email = `${newTestName()}@example.org`;
    const owner = { email, password: PASSWORD, name: 'Mia', workspaceName: 'Shop', platformAdmin: true };
    const { workspaceId } = await api.app.get(WorkspaceFacade).createOwner(owner, caller);
    const login = { method: 'POST', url: '/v1/auth/login', payload: { email, password: PASSWORD } } as const;
    const { token } = (await api.app.inject(login)).json<{ token: string }>();
    return new AutomationLane(api, workspaceId, { authorization: `Bearer ${token}` });
  }

  /** Publishes the flow and switches an automation of it on; returns its id and the template's. */
  async automate(name: string, definition: object): Promise<{ automationId: string; templateId: string }> {
    const template = await this.api.app.get(FlowsService).publish(caller, { name, definition });
    const context: RequestContext = { ...caller, workspaceId: this.workspaceId };
    const automation = await this.api.app
      .get(AutomationInstancesService)
      .create(context, { templateId: template.id, name });
    return { automationId: automation.id, templateId: template.id };
  }

  /** The person writes, and what follows is worked off. */
  async says(text: string): Promise<void> {
    this.said += 1;
    const mid = `${this.participantId}-${this.said}`;
    const event = {
      kind: 'message' as const,
      participantId: this.participantId,
      at: Date.now(),
      dedupeKey: mid,
      mid,
      text,
      attachments: [],
    };
    const { workspaceId, accountId } = this;
    await this.api.app.get(InboxFacade).accept([{ kind: 'event', workspaceId, accountId, event }], 'tests');
    await this.settle();
  }

  /** Takes the turns that are due. */
  async settle(): Promise<void> {
    const { workspaceId, accountId, participantId, conversationId } = this;
    const job = { workspaceId, accountId, participantId, conversationId, correlationId: 'tests', id: newId() };
    await this.api.app.get(LaneTurns).run({ ...job, need: 'turn' } as never);
    await this.api.app.get(LaneWork).run({ ...job, need: 'work' } as never);
    await this.api.app.get(LaneTurns).run({ ...job, need: 'turn' } as never);
  }

  async get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path, 200);
  }

  /** Posts, and takes the turn that this leads to. */
  async post<T>(path: string, status: number, payload: object = {}, idempotencyKey?: string): Promise<T> {
    const answer = await this.call<T>('POST', path, status, payload, idempotencyKey);
    await this.settle();
    return answer;
  }

  async call<T>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    status: number,
    payload?: object,
    idempotencyKey?: string,
  ): Promise<T> {
    const response = await this.api.app.inject({
      method,
      url: path.startsWith('/') ? path : `/v1/workspaces/${this.workspaceId}/${path}`,
      headers: { ...this.headers, ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }) },
      ...(payload === undefined ? {} : { payload }),
    });
    if (response.statusCode !== status) throw new Error(`${response.statusCode} of ${path}: ${response.body}`);
    return (response.body === '' ? undefined : response.json()) as T;
  }
}
