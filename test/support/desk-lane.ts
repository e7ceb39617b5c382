import { InboxFacade } from '../../src/conversations/receiving/inbox.facade';
import { LaneTurns } from '../../src/conversations/turns/lane-turns.service';
import { LaneWork } from '../../src/conversations/turns/lane-work.service';
import type { ConversationRow } from '../../src/conversations/schemas/conversation.schema';
import {
  type AccountId,
  type ConversationId,
  conversationIdOf,
  newId,
  type WorkspaceId,
} from '../../src/shared/kernel';
import { newTestName } from './test-name';
import type { WorkspaceApp } from './workspace-app';

/** One person of an account; of one without a connection unless told otherwise: what is sent waits for ever. */
export class DeskLane {
  readonly participantId = newTestName();
  readonly id: ConversationId;
  private said = 0;

  constructor(
    private readonly api: WorkspaceApp,
    readonly workspaceId: WorkspaceId,
    readonly accountId = newTestName() as AccountId,
  ) {
    this.id = conversationIdOf(accountId, this.participantId);
  }

  async says(text: string, agoMs = 0): Promise<void> {
    const mid = `${this.participantId}-${(this.said += 1)}`;
    const base = { participantId: this.participantId, at: Date.now() - agoMs, dedupeKey: `message:${mid}` };
    const event = { kind: 'message' as const, ...base, mid, text, attachments: [], username: this.participantId };
    const { workspaceId, accountId } = this;
    await this.api.app.get(InboxFacade).accept([{ kind: 'event', workspaceId, accountId, event }], 'tests');
    await this.settle();
  }

  /** Takes the turns that are due. */
  async settle(): Promise<void> {
    const { workspaceId, accountId, participantId, id: conversationId } = this;
    const job = { workspaceId, accountId, participantId, conversationId, correlationId: 'tests', id: newId() };
    await this.api.app.get(LaneTurns).run({ ...job, need: 'turn' });
    await this.api.app.get(LaneWork).run({ ...job, need: 'work' });
    await this.api.app.get(LaneTurns).run({ ...job, need: 'turn' });
  }

  async row(): Promise<ConversationRow> {
    const row = await this.rows.findOne({ _id: this.id });
    if (row === null) throw new Error('There is no such conversation yet.');
    return row;
  }

  async set(fields: Partial<ConversationRow>): Promise<void> {
    await this.rows.updateOne({ _id: this.id }, { $set: fields });
  }

  private get rows() {
    return this.api.rows.collection<ConversationRow>('conversations');
  }
}
