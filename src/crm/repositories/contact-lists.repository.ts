import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import type { ContactId, WorkspaceId } from '../../shared/kernel';
import type { Contact } from '../domain/contact';
import { conditionsOf, type ContactFilter, type ContactSort } from '../domain/contact-filter';
import { behind, type ContactPosition, orderOf } from '../domain/contact-order';
import { ContactRow } from '../schemas/contact.schema';
import { toContact } from './contacts.repository';

export interface ContactPageQuery {
  sort: ContactSort;
  limit: number;
  after?: ContactPosition;
}

/** What no list shows. */
const HIDDEN = { searchTerms: 0, fieldTerms: 0, matchKeys: 0, effects: 0, edits: 0, stageHistory: 0 } as const;

@Injectable()
export class ContactListsRepository {
  constructor(@InjectModel(ContactRow.name) private readonly contacts: Model<ContactRow>) {}

  /** In the order that is asked for, at most `limit`, those after `after`; without their histories. One command. */
  async list(
    workspaceId: WorkspaceId,
    filters: readonly ContactFilter[],
    { sort, limit, after }: ContactPageQuery,
  ): Promise<Contact[]> {
    const conditions = [...filters.flatMap(conditionsOf), ...(after === undefined ? [] : behind(after))];
    const rows = await this.contacts
      .find(together(workspaceId, conditions), HIDDEN)
      .sort(orderOf(sort))
      .limit(limit)
      .lean();
    return rows.map(toContact);
  }

  /** Counts no further than `most`. */
  count(workspaceId: WorkspaceId, filters: readonly ContactFilter[], most: number): Promise<number> {
    return this.contacts.countDocuments(together(workspaceId, filters.flatMap(conditionsOf)), { limit: most });
  }

  /** The most used first, at most `limit`. */
  async tags(workspaceId: WorkspaceId, limit: number): Promise<{ tag: string; count: number }[]> {
    return this.contacts.aggregate<{ tag: string; count: number }>([
      { $match: { workspaceId, tags: { $gt: '' } } },
      { $unwind: '$tags' },
      { $group: { _id: '$tags', count: { $sum: 1 } } },
      { $sort: { count: -1, _id: 1 } },
      { $limit: limit },
      { $project: { _id: 0, tag: '$_id', count: 1 } },
    ]);
  }

  /** Of contacts that match, newest first: what a job goes through. */
  async ids(workspaceId: WorkspaceId, filter: ContactFilter, limit: number): Promise<ContactId[]> {
    const rows = await this.contacts
      .find(together(workspaceId, conditionsOf(filter)), { _id: 1 })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.map(({ _id }) => _id as ContactId);
  }

  /** Who has one of these keys, at most `limit`. */
  async matching(workspaceId: WorkspaceId, matchKeys: readonly string[], limit: number): Promise<Contact[]> {
    const rows = await this.contacts
      .find({ workspaceId, matchKeys: { $in: [...matchKeys] } })
      .limit(limit)
      .lean();
    return rows.map(toContact);
  }

  /** Keys that several contacts have, those of most contacts first. */
  async sharedKeys(workspaceId: WorkspaceId, limit: number): Promise<{ key: string; ids: ContactId[] }[]> {
    return this.contacts.aggregate<{ key: string; ids: ContactId[] }>([
      { $match: { workspaceId, matchKeys: { $exists: true } } },
      { $unwind: '$matchKeys' },
      { $group: { _id: '$matchKeys', ids: { $push: '$_id' } } },
      { $match: { 'ids.1': { $exists: true } } },
      { $sort: { _id: 1 } },
      { $limit: limit },
      { $project: { _id: 0, key: '$_id', ids: { $slice: ['$ids', MOST_OF_A_KEY] } } },
    ]);
  }
}

/** A key that so many share tells nothing of any two of them. */
const MOST_OF_A_KEY = 20;

/** The first condition on a field stands beside the workspace, where every planner sees it; further ones on it follow. */
function together(workspaceId: WorkspaceId, conditions: readonly Record<string, unknown>[]): Record<string, unknown> {
  const filter: Record<string, unknown> = { workspaceId };
  const further: Record<string, unknown>[] = [];
  for (const condition of conditions) {
    if (Object.keys(condition).some((name) => name in filter)) further.push(condition);
    else Object.assign(filter, condition);
  }
  return further.length === 0 ? filter : { ...filter, $and: further };
}
