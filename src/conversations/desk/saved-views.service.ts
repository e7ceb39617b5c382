import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { authorOf, Clock, newId, type RequestContext, type UserId } from '../../shared/kernel';
import { WorkspaceGuard } from '../../workspace';
import { savedViewNotFound, savedViewsFull } from '../conversations.errors';
import type { InboxWishes } from '../domain/inbox-wishes';
import { keptChanged } from '../domain/kept-event';
import { SavedViewsRepository } from '../repositories/saved-views.repository';
import type { SavedViewRow } from '../schemas/desk-collections.schema';
import { InboxList } from './inbox-list.service';

/** Of the team, and of each member. */
const VIEWS_MAX = 30;
/** More are told as "more". */
export const VIEW_COUNT_MAX = 100;

export interface ViewCount {
  id: string;
  count: number;
  /** There are more than `count`. */
  more: boolean;
}

/** Ways to look at the inbox that are kept; nobody sees another one's own. */
@Injectable()
export class SavedViews {
  constructor(
    private readonly rows: SavedViewsRepository,
    private readonly inbox: InboxList,
    private readonly guard: WorkspaceGuard,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Those of the team first, and those first that were first. */
  async list(context: RequestContext): Promise<SavedViewRow[]> {
    const { userId } = authorOf(context);
    const rows = await this.rows.list(context.workspaceId, userId === undefined ? [null] : [null, userId]);
    return rows.sort(teamThenAge);
  }

  /** Two commands, however many views there are. */
  async counts(context: RequestContext): Promise<ViewCount[]> {
    const views = await this.list(context);
    const lists = views.map(({ wishes }) => wishes);
    const counts = await this.inbox.counts(context, lists, VIEW_COUNT_MAX + 1);
    return views.map(({ _id }, index) => countOf(_id, counts[index] ?? 0));
  }

  /** @throws DomainError INBOX.SORT, VIEW.FULL */
  async add(context: RequestContext, name: string, wishes: InboxWishes, own: boolean): Promise<SavedViewRow> {
    this.inbox.check(context, wishes);
    const { workspaceId } = context;
    const ownerId: UserId | null = own ? (authorOf(context).userId ?? null) : null;
    const at = this.clock.now();
    const view = { _id: newId(at), workspaceId, ownerId, name, wishes, createdAt: at, updatedAt: at };
    return this.changes.run(context, async (record) => {
      await this.guard.enter(workspaceId);
      if ((await this.rows.list(workspaceId, [ownerId])).length >= VIEWS_MAX) throw savedViewsFull();
      await this.rows.insert(view);
      await record({ action: 'inbox-view.added', workspaceId, target: view._id });
      await this.events.record(keptChanged('inbox-view.changed', view, 'added', at));
      return view;
    });
  }

  /** @throws DomainError VIEW.NOT_FOUND, INBOX.SORT */
  async change(
    context: RequestContext,
    id: string,
    wanted: { name?: string; wishes?: InboxWishes },
  ): Promise<SavedViewRow> {
    const view = await this.get(context, id);
    if (wanted.wishes !== undefined) this.inbox.check(context, wanted.wishes);
    const change = { ...wanted, updatedAt: this.clock.now() };
    return this.changes.run(context, async (record) => {
      await this.rows.change(view, change);
      await record({ action: 'inbox-view.changed', workspaceId: view.workspaceId, target: id });
      await this.events.record(keptChanged('inbox-view.changed', view, 'changed', change.updatedAt));
      return { ...view, ...change };
    });
  }

  /** @throws DomainError VIEW.NOT_FOUND */
  async remove(context: RequestContext, id: string): Promise<void> {
    const view = await this.get(context, id);
    const { workspaceId } = view;
    await this.changes.run(context, async (record) => {
      await this.rows.remove(workspaceId, id);
      await record({ action: 'inbox-view.removed', workspaceId, target: id });
      await this.events.record(keptChanged('inbox-view.changed', view, 'removed', this.clock.now()));
    });
  }

  private async get(context: RequestContext, id: string): Promise<SavedViewRow> {
    const view = await this.rows.find(context.workspaceId, id);
    const isMine = view !== null && (view.ownerId === null || view.ownerId === authorOf(context).userId);
    if (!isMine) throw savedViewNotFound();
    return view;
  }
}

const countOf = (id: string, count: number): ViewCount => ({
  id,
  count: Math.min(count, VIEW_COUNT_MAX),
  more: count > VIEW_COUNT_MAX,
});

const teamThenAge = (a: SavedViewRow, b: SavedViewRow): number =>
  Number(a.ownerId !== null) - Number(b.ownerId !== null) || a.createdAt.getTime() - b.createdAt.getTime();
