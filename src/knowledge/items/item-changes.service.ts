import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { actorIdOf, type Caller, type WorkspaceId } from '../../shared/kernel';
import { type KnowledgeItem, PLATFORM_KNOWLEDGE } from '../domain/knowledge-item';
import { EvalGate } from '../evals/eval-gate.service';
import { KnowledgeQueue } from './knowledge-queue.service';
import { SearchedChanges } from './searched-changes.service';

/** Absent: it was not there, or is not any more. */
interface DoneChange {
  item: KnowledgeItem;
  before?: KnowledgeItem;
  after?: KnowledgeItem;
}

/** A change of an item by a person: it is on record, searches see it, and what is to be processed is rung for. */
@Injectable()
export class ItemChanges {
  constructor(
    private readonly audited: AuditedChanges,
    private readonly searched: SearchedChanges,
    private readonly queue: KnowledgeQueue,
    private readonly gate: EvalGate,
  ) {}

  /** `change` runs in a transaction, maybe more than once. */
  async run(
    caller: Caller,
    workspaceId: WorkspaceId,
    action: string,
    change: () => Promise<DoneChange>,
  ): Promise<KnowledgeItem> {
    const item = await this.audited.run(caller, async (record) => {
      const { item: changed, before, after } = await change();
      if (workspaceId !== PLATFORM_KNOWLEDGE) await this.gate.checkItem(workspaceId, { before, after });
      await this.searched.note(workspaceId);
      const states = { ...part('before', before), ...part('after', after) };
      await record({ action, target: changed.id, ...tenantOf(workspaceId), ...states });
      return changed;
    });
    if (item.status === 'pending') await this.queue.ring([{ itemId: item.id, workspaceId }], caller.correlationId);
    return item;
  }

  /** A change of any number of items, which the sweep finds. */
  all(caller: Caller, workspaceId: WorkspaceId, action: string, change: () => Promise<number>): Promise<number> {
    return this.audited.run(caller, async (record) => {
      const items = await change();
      await record({ action, ...tenantOf(workspaceId), details: { items } });
      return items;
    });
  }
}

/** The member or the key, as a part to spread. */
export function creatorOf(caller: Caller): { createdBy?: string } {
  const createdBy = actorIdOf(caller);
  return createdBy === undefined ? {} : { createdBy };
}

export const tenantOf = (workspaceId: WorkspaceId): { workspaceId?: WorkspaceId } =>
  workspaceId === PLATFORM_KNOWLEDGE ? {} : { workspaceId };

/** Its text is nobody's business but that of who may read it. */
function part(name: 'before' | 'after', item: KnowledgeItem | undefined): object {
  if (item === undefined) return {};
  const { kind, active, version, tags } = item;
  return { [name]: { kind, active, version, tags: tags.join(' ') } };
}
