import { Injectable } from '@nestjs/common';
import type { RequestContext, WorkspaceId } from '../../shared/kernel';
import { segmentNotFound } from '../crm.errors';
import type { Contact } from '../domain/contact';
import type { ContactFilter, ContactSort } from '../domain/contact-filter';
import { filterOf, type FilterWishes } from '../domain/contact-filter-wishes';
import { decodePosition, encodePosition, positionOf } from '../domain/contact-order';
import { PipelinesRepository } from '../repositories/pipelines.repository';
import { ContactListsRepository } from '../repositories/contact-lists.repository';
import { SegmentsRepository } from '../repositories/segments.repository';

export interface ContactsPageQuery {
  limit: number;
  cursor?: string;
  sort: ContactSort;
}

/** Counting further tells nobody more, and costs. */
export const COUNT_MOST = 10_000;
/** Of conditions that no index answers: so many contacts are looked at for them. */
export const LOOKED_AT = 20_000;

/** Which contacts a workspace has. */
@Injectable()
export class ContactLists {
  constructor(
    private readonly lists: ContactListsRepository,
    private readonly pipelines: PipelinesRepository,
    private readonly segments: SegmentsRepository,
  ) {}

  /** Those that match everything that is asked for. @throws DomainError CURSOR.INVALID, SEGMENT.NOT_FOUND. */
  async list(
    context: RequestContext,
    wishes: FilterWishes & { segmentId?: string },
    { limit, cursor, sort }: ContactsPageQuery,
  ): Promise<{ items: Contact[]; nextCursor?: string }> {
    const after = cursor === undefined ? {} : { after: decodePosition(cursor, sort) };
    const filters = await this.filtersOf(context, wishes);
    const rows = await this.lists.list(context.workspaceId, filters, { sort, limit: limit + 1, ...after });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    if (rows.length <= limit || last === undefined) return { items };
    return { items, nextCursor: encodePosition(positionOf(sort, last)) };
  }

  /** How many match, counted up to 10,000 among the 20,000 that the narrowest condition finds. @throws DomainError SEGMENT.NOT_FOUND. */
  async count(
    context: RequestContext,
    wishes: FilterWishes & { segmentId?: string },
  ): Promise<{ count: number; isCapped: boolean }> {
    const filters = await this.filtersOf(context, wishes);
    return this.lists.count(context.workspaceId, filters, { most: COUNT_MOST, looked: LOOKED_AT });
  }

  /** @throws DomainError SEGMENT.NOT_FOUND, also for a segment of somebody else’s own. */
  async filtersOf(
    { workspaceId, actor }: Pick<RequestContext, 'workspaceId' | 'actor'>,
    { segmentId, ...wishes }: FilterWishes & { segmentId?: string },
  ): Promise<ContactFilter[]> {
    const own = await this.filterOf(workspaceId, wishes);
    if (segmentId === undefined) return [own];
    const segment = await this.segments.find(workspaceId, segmentId);
    const isTheirs = actor.kind === 'user' && actor.userId === segment?.createdBy;
    if (segment === null || !(segment.shared || isTheirs)) throw segmentNotFound();
    return [await this.filterOf(workspaceId, segment.filter), own];
  }

  private async filterOf(workspaceId: WorkspaceId, wishes: FilterWishes): Promise<ContactFilter> {
    return filterOf(wishes, wishes.pipelineId === undefined ? [] : await this.pipelines.list(workspaceId));
  }
}
