import { type Escalation, isOpen } from '../../src/escalations/domain/escalation';
import type { EscalationsRepository, ListFilter } from '../../src/escalations/repositories/escalations.repository';
import type { ConversationId, UserId, WorkspaceId } from '../../src/shared/kernel';

type Surface = Pick<EscalationsRepository, keyof EscalationsRepository>;

/** Fake of the repository with the same unique rules: one open a conversation, one a source. */
export class MemoryEscalations implements Surface {
  rows: Escalation[] = [];

  async insert(escalation: Escalation): Promise<boolean> {
    const { workspaceId, conversationId, sourceIds } = escalation;
    const clash = this.rows.some(
      (row) =>
        row.workspaceId === workspaceId &&
        (row.sourceIds.some((id) => sourceIds.includes(id)) ||
          (row.conversationId === conversationId && isOpen(row.status))),
    );
    if (!clash) this.rows.push({ ...escalation });
    return !clash;
  }

  async findById(workspaceId: WorkspaceId, id: string): Promise<Escalation | null> {
    return this.copyOf((row) => row.workspaceId === workspaceId && row.id === id);
  }

  async findBySource(workspaceId: WorkspaceId, sourceId: string): Promise<Escalation | null> {
    return this.copyOf((row) => row.workspaceId === workspaceId && row.sourceIds.includes(sourceId));
  }

  async joinOpen(workspaceId: WorkspaceId, conversationId: ConversationId, sourceId: string, at: Date) {
    const joins = (row: Escalation) =>
      row.workspaceId === workspaceId && row.conversationId === conversationId && isOpen(row.status);
    return this.change(joins, (row) => ({ ...row, sourceIds: [...row.sourceIds, sourceId], updatedAt: at }));
  }

  async resolve(current: Pick<Escalation, 'workspaceId' | 'id' | 'status'>, resolvedBy: UserId, at: Date) {
    const same = ({ workspaceId, id, status }: Escalation) =>
      workspaceId === current.workspaceId && id === current.id && status === current.status;
    return this.change(same, (row) => ({ ...row, status: 'resolved', resolvedBy, resolvedAt: at, updatedAt: at }));
  }

  async markHoldReleased(workspaceId: WorkspaceId, id: string, at: Date): Promise<void> {
    this.change(
      (row) => row.workspaceId === workspaceId && row.id === id,
      (row) => ({ ...row, holdReleasedAt: at }),
    );
  }

  async list(workspaceId: WorkspaceId, { status, limit }: ListFilter): Promise<Escalation[]> {
    return this.rows
      .filter((row) => row.workspaceId === workspaceId && (status === undefined || row.status === status))
      .reverse()
      .slice(0, limit);
  }

  async listHoldsToRelease(before: Date, limit: number): Promise<Escalation[]> {
    return this.rows
      .filter((row) => row.status === 'resolved' && !row.holdReleasedAt && row.resolvedAt && row.resolvedAt < before)
      .slice(0, limit);
  }

  private copyOf(matches: (row: Escalation) => boolean): Escalation | null {
    const row = this.rows.find(matches);
    return row === undefined ? null : { ...row };
  }

  private change(matches: (row: Escalation) => boolean, next: (row: Escalation) => Escalation): Escalation | null {
    const index = this.rows.findIndex(matches);
    const row = this.rows[index];
    if (row === undefined) return null;
    const changed = next(row);
    this.rows[index] = changed;
    return { ...changed };
  }
}
