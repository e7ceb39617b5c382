import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model, PipelineStage } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { ContactId, CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { Contact } from '../domain/contact';
import {
  conditionsOf,
  type ContactFilter,
  type ContactSort,
  furtherOf,
  narrowingOf,
  periodOf,
} from '../domain/contact-filter';
import { behind, type ContactPosition, orderOf } from '../domain/contact-order';
import { ContactRow } from '../schemas/contact.schema';
import { toContact } from './contacts.repository';

export interface ContactPageQuery {
  sort: ContactSort;
  limit: number;
  after?: ContactPosition;
}

/** What no list shows. */
const HIDDEN = {
  searchTerms: 0,
  fieldTerms: 0,
  matchKeys: 0,
  effects: 0,
  edits: 0,
  stageHistory: 0,
  changeHistory: 0,
} as const;

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

  /** Counts up to `most`, and looks at no more than `looked`, of which an index finds the first; whether there may be more. */
  async count(
    workspaceId: WorkspaceId,
    filters: readonly ContactFilter[],
    { most, looked }: { most: number; looked: number },
  ): Promise<{ count: number; isCapped: boolean }> {
    const [first = {}, ...others] = filters.flatMap(narrowingOf);
    const found = together(workspaceId, [first, ...filters.flatMap(periodOf)]);
    const further = [...others, ...filters.flatMap(furtherOf)];
    // By the index alone.
    if (further.length === 0) return capped(await this.contacts.countDocuments(found, { limit: most + 1 }), most);
    const [{ matched, seen } = { matched: [], seen: [] }] = await this.contacts.aggregate<Matched>([
      { $match: found },
      { $limit: looked },
      {
        $facet: {
          matched: [{ $match: { $and: further } }, { $limit: most + 1 }, { $count: 'n' }],
          seen: [{ $count: 'n' }],
        },
      },
    ]);
    const { count, isCapped } = capped(numberOf(matched), most);
    return { count, isCapped: isCapped || numberOf(seen) === looked };
  }

  /**
   * The most used first, at most `limit`: among the newest `looked` contacts or, with `beginning`, among so many who have such a
   * tag; whether there may be more of them.
   */
  async tags(
    workspaceId: WorkspaceId,
    { limit, looked, beginning }: { limit: number; looked: number; beginning?: string },
  ): Promise<{ tags: TagCount[]; isCapped: boolean }> {
    const wanted = beginning === undefined ? { $gt: '' } : { $gte: beginning, $lt: `${beginning}\uffff` };
    const some: PipelineStage[] =
      beginning === undefined
        ? [{ $match: { workspaceId } }, { $sort: { createdAt: -1, _id: -1 } }]
        : [{ $match: { workspaceId, tags: wanted } }];
    const [{ tags, seen } = { tags: [], seen: [] }] = await this.contacts.aggregate<{
      tags: TagCount[];
      seen: Counted;
    }>([
      ...some,
      { $limit: looked },
      { $project: { tags: 1 } },
      {
        $facet: {
          tags: [
            { $unwind: '$tags' },
            { $match: { tags: wanted } },
            { $group: { _id: '$tags', count: { $sum: 1 } } },
            { $sort: { count: -1, _id: 1 } },
            { $limit: limit },
            { $project: { _id: 0, tag: '$_id', count: 1 } },
          ],
          seen: [{ $count: 'n' }],
        },
      },
    ]);
    return { tags, isCapped: numberOf(seen) === looked };
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
      .find({ workspaceId, matchKeys: { $in: [...matchKeys] } }, HIDDEN)
      .limit(limit)
      .batchSize(limit)
      .lean();
    return rows.map(toContact);
  }

  /** What contacts may be known to others by, newest first, those after `after` in that order. */
  async keys(workspaceId: WorkspaceId, limit: number, after?: CursorPosition): Promise<KnownBy[]> {
    const rows = await this.contacts
      .find({ workspaceId, ...olderThan('createdAt', after) }, { matchKeys: 1, createdAt: 1 })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .batchSize(limit)
      .lean();
    return rows.map(({ _id, createdAt, matchKeys = [] }) => ({ id: _id as ContactId, createdAt, matchKeys }));
  }
}

export interface TagCount {
  tag: string;
  count: number;
}

export interface KnownBy {
  id: ContactId;
  createdAt: Date;
  matchKeys: readonly string[];
}

type Counted = readonly { n: number }[];
type Matched = Record<'matched' | 'seen', Counted>;

/** Nothing is counted as nothing at all. */
const numberOf = ([counted]: Counted): number => counted?.n ?? 0;

const capped = (counted: number, most: number) => ({ count: Math.min(counted, most), isCapped: counted > most });

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
