import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import {
  authorOf,
  Clock,
  type ContactId,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
  stableId,
} from '../../shared/kernel';
import { contactNotFound, crmContended, mergeInvalid, mergeNotFound, mergeNotUndone } from '../crm.errors';
import { type ContactMerge, mergedContact, separated, type Taken, UNDO_MS } from '../domain/contact-merge';
import { ContactsRepository, type ContactToChange } from '../repositories/contacts.repository';
import { ContactMergesRepository } from '../repositories/contact-merges.repository';
import { MergedContactsRepository } from '../repositories/merged-contacts.repository';
import { MergeSettling } from './merge-settling.service';

export interface MergeWishes {
  /** Of the operation, so that it is done once. */
  id?: string;
  /** That stays. */
  to: ContactId;
  /** That goes. */
  from: ContactId;
  taken: readonly Taken[];
}

/** Of contacts that change with every message: a transaction is slower than a single write, so it loses often. */
const ATTEMPTS = 30;

/** What a merge writes. */
@Injectable()
export class MergeRows {
  constructor(
    readonly merges: ContactMergesRepository,
    readonly contacts: MergedContactsRepository,
  ) {}
}

/**
 * Makes two contacts one, and two again. Contact, pointer and record change together; what names the contacts follows, and is
 * gone through again some minutes later, for what was written meanwhile.
 */
@Injectable()
export class ContactMerging {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly rows: MergeRows,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly settling: MergeSettling,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CONTACT.NOT_FOUND, CONTACT_MERGE.INVALID, CRM.CONTENDED. */
  async merge(context: RequestContext, wishes: MergeWishes): Promise<ContactMerge> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const merge = await this.tryMerge(context, wishes);
      if (merge === null) continue;
      await this.settling.settle(merge);
      return merge;
    }
    throw crmContended();
  }

  /** @throws DomainError CONTACT_MERGE.NOT_FOUND, CONTACT_MERGE.NOT_UNDONE, CRM.CONTENDED. */
  async undo(context: RequestContext, id: string): Promise<ContactMerge> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const merge = await this.tryUndo(context, id);
      if (merge === null) continue;
      await this.settling.settle(merge);
      return merge;
    }
    throw crmContended();
  }

  /** Newest first; with `contactId`, those into this contact. @throws DomainError CURSOR.INVALID. */
  async list(
    { workspaceId }: RequestContext,
    { limit, cursor, contactId }: { limit: number; cursor?: string; contactId?: string },
  ): Promise<Page<ContactMerge>> {
    const rows = await this.rows.merges.list(workspaceId, {
      limit: limit + 1,
      ...(contactId === undefined ? {} : { holder: contactId as ContactId }),
      ...(cursor === undefined ? {} : { after: decodeCursor(cursor) }),
    });
    return pageOf(rows, limit, ({ at, id }) => ({ at, id }));
  }

  /** Null when one of them changed meanwhile. */
  private async tryMerge(context: RequestContext, { id, to, from, taken }: MergeWishes): Promise<ContactMerge | null> {
    const { workspaceId } = context;
    const known = id === undefined ? null : await this.rows.merges.find(workspaceId, id);
    if (known !== null) return known;
    const winner = await this.mustFind(context, to);
    const loser = await this.mustFind(context, from);
    if (winner.contact.id === loser.contact.id)
      throw mergeInvalid([{ field: 'from', rule: 'must be another contact' }]);
    const merge = this.newMerge(context, id, { winner, loser, taken });
    return this.inOne(context, merge, 'contact.merged', async () => {
      if (!(await this.rows.contacts.takeAway(loser, merge))) return false;
      const effects = [...new Set([...loser.effects, ...winner.effects])];
      if (!(await this.rows.contacts.extend(winner, merge.merged, effects, merge.at))) return false;
      await this.rows.merges.stopGoingBack(workspaceId, merge.from);
      await this.rows.merges.insert(merge);
      return true;
    });
  }

  private async tryUndo(context: RequestContext, id: string): Promise<ContactMerge | null> {
    const { workspaceId } = context;
    const at = this.clock.now();
    const merge = await this.rows.merges.find(workspaceId, id);
    if (merge === null) throw mergeNotFound();
    if (merge.status === 'undone') return merge;
    const winner = await this.contacts.findToChange({ workspaceId, contactId: merge.to });
    const last = await this.rows.merges.lastInto(workspaceId, merge.to);
    refuseUndo(merge, winner, last, at);
    if (winner === null) return null;
    const now = { ...winner, revision: winner.revision ?? 0 };
    const { winner: left, loser } = separated(now, merge, at);
    const undone: ContactMerge = { ...merge, status: 'undone', undoneAt: at, settled: 0 };
    return this.inOne(context, undone, 'contact.merge-undone', async () => {
      if (!(await this.rows.merges.undo(merge, at))) return false;
      if (!(await this.rows.contacts.extend(winner, left, winner.effects, at))) return false;
      await this.rows.contacts.giveBack(loser, at);
      return true;
    });
  }

  /** Null, and nothing is changed, when `change` is refused. */
  private async inOne(
    context: RequestContext,
    merge: ContactMerge,
    action: string,
    change: () => Promise<boolean>,
  ): Promise<ContactMerge | null> {
    const { workspaceId, id, from, to } = merge;
    try {
      await this.changes.run(context, async (record) => {
        if (!(await change())) throw new ChangedMeanwhile();
        await record({ action, workspaceId, target: to, subject: to, details: { mergeId: id, from } });
        await this.events.record({
          id: stableId(action, id),
          type: 'contact.merged',
          workspaceId,
          at: merge.undoneAt ?? merge.at,
          subjectId: to,
          data: { mergeId: id, from, undone: merge.status === 'undone' },
        });
      });
      return merge;
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return null;
      throw error;
    }
  }

  private newMerge(
    context: RequestContext,
    id: string | undefined,
    { winner, loser, taken }: { winner: ContactToChange; loser: ContactToChange; taken: readonly Taken[] },
  ): ContactMerge {
    const at = this.clock.now();
    const { userId } = authorOf(context);
    const to = winner.contact.id;
    return {
      id: id ?? newId(at),
      workspaceId: context.workspaceId,
      from: loser.contact.id,
      to,
      holder: to,
      loser: { ...loser, revision: loser.revision ?? 0 },
      before: winner.contact,
      merged: mergedContact(winner.contact, loser.contact, taken, at),
      revision: (winner.revision ?? 0) + 1,
      status: 'merged',
      at,
      undoUntil: new Date(at.getTime() + UNDO_MS),
      ...(userId === undefined ? {} : { mergedBy: userId }),
      settled: 0,
    };
  }

  private async mustFind({ workspaceId }: RequestContext, contactId: ContactId): Promise<ContactToChange> {
    const known = await this.contacts.findToChange({ workspaceId, contactId });
    if (known === null) throw contactNotFound();
    return known;
  }
}

class ChangedMeanwhile extends Error {}

function refuseUndo(merge: ContactMerge, winner: ContactToChange | null, last: ContactMerge | null, at: Date): void {
  if (merge.undoUntil <= at) throw mergeNotUndone('A merge can be undone for 30 days.');
  if (winner === null) throw mergeNotUndone('The contact is no more.');
  if (winner.contact.id !== merge.to || (last !== null && last.id !== merge.id))
    throw mergeNotUndone('A later merge of this contact has to be undone first.');
}
