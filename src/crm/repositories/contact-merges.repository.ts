import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { AccountId, ContactId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { Contact } from '../domain/contact';
import { type ContactMerge, lanesOf } from '../domain/contact-merge';
import { CONTACT_MERGES, type ContactMergeRow } from '../schemas/contact-merge.schema';

const WITHOUT_SIDES = { loser: 0, before: 0, merged: 0 } as const;

@Injectable()
export class ContactMergesRepository {
  constructor(@InjectModel(CONTACT_MERGES) private readonly merges: Model<ContactMergeRow>) {}

  async insert({ id, sides, ...rest }: ContactMerge): Promise<void> {
    await this.merges.insertOne({ _id: id, ...rest, ...sides, settleAt: rest.at, expiresAt: rest.undoUntil });
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<ContactMerge | null> {
    const row = await this.merges.findOne({ _id: id, workspaceId }).lean();
    return row === null ? null : toMerge(row);
  }

  /** Newest first, without what the two were; with `holder`, those into this contact. */
  async list(
    workspaceId: WorkspaceId,
    { holder, limit, after }: { holder?: ContactId; limit: number; after?: CursorPosition },
  ): Promise<ContactMerge[]> {
    const rows = await this.merges
      .find({ workspaceId, ...(holder === undefined ? {} : { holder }), ...olderThan('at', after) }, WITHOUT_SIDES)
      .sort({ at: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(toMerge);
  }

  /** Those who were merged into these, as they were, for as long as that can be undone. */
  async takenInBy(workspaceId: WorkspaceId, holders: readonly ContactId[]): Promise<Contact[]> {
    const rows = await this.merges.find({ workspaceId, holder: { $in: [...holders] } }, { loser: 1 }).lean();
    return rows.flatMap(({ loser }) => loser?.contact ?? []);
  }

  /** Whether something was merged into the contact after this, and still is. By its revisions, which no clock can confuse. */
  async hasLater({ workspaceId, to, revision }: ContactMerge): Promise<boolean> {
    const here = { workspaceId, holder: to, to };
    return (await this.merges.exists({ ...here, status: 'merged', revision: { $gt: revision } })) !== null;
  }

  /** Forgets what the two were: erasing one of them must not leave it with the other. */
  async undo({ id, workspaceId, lanes }: ContactMerge, at: Date): Promise<void> {
    await this.merges.updateOne(
      { _id: id, workspaceId, status: 'merged' },
      {
        $set: { status: 'undone', undoneAt: at, settleAt: at, settled: 0, lanes: [...lanes] },
        $unset: { loser: 1, before: 1, merged: 1 },
      },
    );
  }

  /** An account that is erased is erased from what these contacts were, too. */
  async dropIdentities(workspaceId: WorkspaceId, holders: readonly ContactId[], accountId: AccountId): Promise<void> {
    const here = { accountId };
    await this.merges.updateMany(
      { workspaceId, holder: { $in: [...holders] } },
      { $pull: { 'loser.contact.identities': here, 'before.identities': here, 'merged.identities': here } },
    );
  }

  /** What was taken apart becomes one again: nothing goes back any more. */
  async stopGoingBack(workspaceId: WorkspaceId, from: ContactId): Promise<void> {
    await this.merges.updateMany({ workspaceId, from, status: 'undone' }, { $unset: { settleAt: 1 } });
  }

  /** Of all workspaces, for the job alone. */
  async due(now: Date, limit: number): Promise<ContactMerge[]> {
    const rows = await this.merges
      .find({ settleAt: { $lte: now } })
      .sort({ settleAt: 1 })
      .limit(limit)
      .lean();
    return rows.map(toMerge);
  }

  /** Not when it was undone meanwhile. */
  async settled({ id, workspaceId, status, settled }: ContactMerge, next: Date | null): Promise<void> {
    await this.merges.updateOne(
      { _id: id, workspaceId, status, settled },
      { $inc: { settled: 1 }, ...(next === null ? { $unset: { settleAt: 1 } } : { $set: { settleAt: next } }) },
    );
  }
}

function toMerge(row: ContactMergeRow): ContactMerge {
  const { _id: id, settleAt: _s, expiresAt: _e, followed: _f, lanes, loser, before, merged, ...rest } = row;
  const sides =
    loser === undefined || before === undefined || merged === undefined ? undefined : { loser, before, merged };
  return {
    ...rest,
    id,
    lanes: lanes ?? (loser === undefined ? [] : lanesOf(loser.contact)),
    ...(sides === undefined ? {} : { sides }),
  };
}
