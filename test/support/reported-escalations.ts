import type { Escalation } from '../../src/escalations';
import type { EscalationsRepository } from '../../src/escalations/repositories/escalations.repository';
import type { ConversationId, WorkspaceId } from '../../src/shared/kernel';
import type { ModelEscalation } from './report-model';

/** Escalations of one workspace, one of each conversation, that are opened first and become what they are drawn as later. */
export class ReportedEscalations {
  private readonly opened = new Map<number, Escalation>();
  private readonly settled = new Set<number>();

  constructor(
    private readonly repository: EscalationsRepository,
    private readonly workspaceId: WorkspaceId,
    private readonly conversationIds: readonly string[],
    private readonly drawn: readonly ModelEscalation[],
  ) {}

  async open(place: number): Promise<void> {
    const one = this.drawn[place];
    if (one === undefined || this.opened.has(place)) return;
    const { reason, severity, createdAt } = one;
    const id = `${this.workspaceId}-e${place}`;
    const clock = { startedAt: createdAt };
    const escalation: Escalation = {
      ...{ id, workspaceId: this.workspaceId, conversationId: this.conversationOf(place), sourceIds: [id] },
      ...{ reason, severity, summary: 's', createdBy: 'flow', status: 'pending', followUpCount: 0, reopenCount: 0 },
      ...{
        updates: [],
        sla: { firstResponse: clock, resolution: clock },
        revision: 1,
        createdAt,
        updatedAt: createdAt,
      },
    };
    await this.repository.insert(escalation);
    this.opened.set(place, escalation);
  }

  /** The next one that is open. */
  async settleOne(): Promise<void> {
    for (const [place, before] of this.opened) {
      const after = this.drawn[place];
      if (after === undefined || this.settled.has(place)) continue;
      this.settled.add(place);
      const conversationId = this.conversationOf(place);
      await this.repository.replace(before, { ...before, ...after, conversationId, revision: before.revision + 1 });
      return;
    }
  }

  async settleAll(): Promise<void> {
    for (const place of this.drawn.keys()) await this.open(place);
    for (const _ of this.drawn) await this.settleOne();
  }

  private conversationOf(place: number): ConversationId {
    return (this.conversationIds[place] ?? '') as ConversationId;
  }
}
