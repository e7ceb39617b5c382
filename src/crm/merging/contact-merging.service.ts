import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import {
  authorOf,
  Clock,
  type ContactId,
  decodeCursor,
  faultPoint,
  newId,
  type Page,
  pageOf,
  type RequestContext,
  stableId,
} from '../../shared/kernel';
import { contactNotFound, crmContended, mergeInvalid, mergeNotFound, mergeNotUndone } from '../crm.errors';
import {
  type ContactMerge,
  type KeptContact,
  lanesOf,
  mergedContact,
  type MergeSides,
  moveOf,
  nextRevision,
  separated,
  type Taken,
  UNDO_MS,
} from '../domain/contact-merge';
import { ContactsRepository, type ContactToChange } from '../repositories/contacts.repository';
import { ContactMergesRepository } from '../repositories/contact-merges.repository';
import { CrmReferencesRepository } from '../repositories/crm-references.repository';
import { MergedContactsRepository } from '../repositories/merged-contacts.repository';
import { MergeSettling } from './merge-settling.service';
import { UndoFactsReader } from './undo-facts.service';

export interface MergeWishes {
  /** Of the operation, so that it is done once. */
  id?: string;
  /** That stays. */
  to: ContactId;
  /** That goes. */
  from: ContactId;
  taken: readonly Taken[];
}

/**
 * Who writes to the contacts waits while they are held, so only another merge, or its undoing, makes one begin again: each time
 * one of them has succeeded.
 */
const ATTEMPTS = 5;

/** What a merge writes, and what its undoing has to know. */
@Injectable()
export class MergeRows {
  constructor(
    readonly merges: ContactMergesRepository,
    readonly contacts: MergedContactsRepository,
    readonly earlier: CrmReferencesRepository,
    readonly facts: UndoFactsReader,
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
      faultPoint('merge.committed', merge.status);
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
      faultPoint('merge.committed', merge.status);
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

  /** Null when one of them went elsewhere meanwhile. */
  private async tryMerge(context: RequestContext, { id, to, from, taken }: MergeWishes): Promise<ContactMerge | null> {
    const { workspaceId } = context;
    const known = id === undefined ? null : await this.rows.merges.find(workspaceId, id);
    if (known !== null) return known;
    const ids = { winner: await this.idOf(context, to), loser: await this.idOf(context, from) };
    if (ids.winner === ids.loser) throw mergeInvalid([{ field: 'from', rule: 'must be another contact' }]);
    return this.inOne(context, 'contact.merged', async () => {
      const held = await this.rows.contacts.hold(workspaceId, [ids.winner, ids.loser]);
      const winner = held.find(({ contact }) => contact.id === ids.winner);
      const loser = held.find(({ contact }) => contact.id === ids.loser);
      if (winner === undefined || loser === undefined) return null;
      const { merge, sides } = this.newMerge(context, id, { winner, loser, taken });
      await this.rows.contacts.takeAway(loser.contact, merge);
      const effects = [...new Set([...loser.effects, ...winner.effects])];
      await this.rows.contacts.extend(sides.merged, { effects, revision: merge.revision }, merge.at);
      await this.rows.earlier.follow(moveOf(merge, 'along'));
      await this.rows.merges.stopGoingBack(workspaceId, merge.from);
      await this.rows.merges.insert({ ...merge, sides });
      faultPoint('merge.written', merge.status);
      return merge;
    });
  }

  /** Null when the contact went elsewhere meanwhile. */
  private async tryUndo(context: RequestContext, id: string): Promise<ContactMerge | null> {
    const { workspaceId } = context;
    const at = this.clock.now();
    const merge = await this.rows.merges.find(workspaceId, id);
    if (merge === null) throw mergeNotFound();
    if (merge.status === 'undone') return merge;
    const facts = await this.rows.facts.of(merge);
    return this.inOne(context, 'contact.merge-undone', async () => {
      const held = await this.rows.contacts.hold(workspaceId, [merge.to, merge.from]);
      const now = await this.rows.merges.find(workspaceId, id);
      if (now === null || now.status === 'undone') return null;
      const { winner, sides } = mustBeUndoable(now, held, at);
      if (await this.rows.merges.hasLater(now)) throw mergeNotUndone(LATER_FIRST);
      const apart = separated(keptOf(winner), { ...sides, revision: now.revision }, { ...facts, at });
      await this.rows.merges.undo(now, at);
      await this.rows.contacts.extend(await this.rows.contacts.withFreeId(apart.winner.contact), apart.winner, at);
      const contact = await this.rows.contacts.withFreeId(apart.loser.contact);
      await this.rows.contacts.giveBack({ ...apart.loser, contact }, at);
      await this.rows.earlier.goBack(moveOf(now, 'back'));
      const undone: ContactMerge = { ...now, status: 'undone', undoneAt: at, settled: 0 };
      faultPoint('merge.written', undone.status);
      return undone;
    });
  }

  /** Null, and nothing is changed, when `change` gives nothing. */
  private async inOne(
    context: RequestContext,
    action: string,
    change: () => Promise<ContactMerge | null>,
  ): Promise<ContactMerge | null> {
    try {
      return await this.changes.run(context, async (record) => {
        const merge = await change();
        if (merge === null) throw new ChangedMeanwhile();
        const { workspaceId, id, from, to } = merge;
        await record({ action, workspaceId, target: to, subject: to, details: { mergeId: id, from } });
        await this.events.record({
          id: stableId(action, id),
          type: 'contact.merged',
          workspaceId,
          at: merge.undoneAt ?? merge.at,
          subjectId: to,
          data: { mergeId: id, from, undone: merge.status === 'undone' },
        });
        return merge;
      });
    } catch (error) {
      if (error instanceof ChangedMeanwhile) return null;
      throw error;
    }
  }

  private newMerge(
    context: RequestContext,
    id: string | undefined,
    { winner, loser, taken }: { winner: ContactToChange; loser: ContactToChange; taken: readonly Taken[] },
  ): { merge: ContactMerge; sides: MergeSides } {
    const at = this.clock.now();
    const { userId } = authorOf(context);
    const to = winner.contact.id;
    const merged = mergedContact(winner.contact, loser.contact, taken, at);
    const merge: ContactMerge = {
      id: id ?? newId(at),
      workspaceId: context.workspaceId,
      from: loser.contact.id,
      to,
      holder: to,
      lanes: lanesOf(loser.contact),
      revision: nextRevision(winner, loser),
      status: 'merged',
      at,
      undoUntil: new Date(at.getTime() + UNDO_MS),
      ...(userId === undefined ? {} : { mergedBy: userId }),
      settled: 0,
    };
    return { merge, sides: { loser: keptOf(loser), before: winner.contact, merged } };
  }

  /** Of the one that it is now. */
  private async idOf({ workspaceId }: RequestContext, contactId: ContactId): Promise<ContactId> {
    const known = await this.contacts.findById(workspaceId, contactId);
    if (known === null) throw contactNotFound();
    return known.id;
  }
}

class ChangedMeanwhile extends Error {}

const LATER_FIRST = 'A later merge of this contact has to be undone first.';

const keptOf = (known: ContactToChange): KeptContact => ({ ...known, revision: known.revision ?? 0 });

function mustBeUndoable(
  { to, from, holder, sides, undoUntil }: ContactMerge,
  held: readonly ContactToChange[],
  at: Date,
): { winner: ContactToChange; sides: MergeSides } {
  if (undoUntil <= at) throw mergeNotUndone('A merge can be undone for 30 days.');
  if (holder !== to) throw mergeNotUndone(LATER_FIRST);
  // Whose account was taken away and connected again begins anew, with the id of before.
  if (held.some(({ contact }) => contact.id === from)) throw mergeNotUndone('The contact that went is there again.');
  const winner = held.find(({ contact }) => contact.id === to);
  if (winner === undefined || sides === undefined) throw mergeNotUndone('The contact is no more.');
  return { winner, sides };
}
