import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import {
  authorOf,
  Clock,
  type ConversationId,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  queryTermsOf,
  type RequestContext,
  type UserId,
} from '../../shared/kernel';
import { WorkspaceGuard } from '../../workspace';
import { quickAnswerInvalid, quickAnswerNotFound, quickAnswersFull, shortcutTaken } from '../conversations.errors';
import { keptChanged } from '../domain/kept-event';
import { QUICK_ANSWERS_MAX, quickTerms } from '../domain/quick-answer';
import { QuickAnswersRepository } from '../repositories/quick-answers.repository';
import type { QuickAnswerRow } from '../schemas/desk-collections.schema';
import { QuickAnswerFiller } from './quick-answer-filler.service';

export interface QuickAnswerWords {
  shortcut: string;
  title: string;
  text: string;
}

/** Answers that members keep, for the team or for themselves; nobody sees another one's own. */
@Injectable()
export class QuickAnswers {
  constructor(
    private readonly rows: QuickAnswersRepository,
    private readonly filler: QuickAnswerFiller,
    private readonly guard: WorkspaceGuard,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Newest first, of the team or one's own. @throws DomainError CURSOR.INVALID */
  async list(
    context: RequestContext,
    query: { limit: number; cursor?: string; own: boolean; q?: string },
  ): Promise<Page<QuickAnswerRow>> {
    const { limit, cursor, q } = query;
    const terms = q === undefined ? [] : queryTermsOf(q);
    const page = { limit: limit + 1, terms, ...(cursor === undefined ? {} : { before: decodeCursor(cursor) }) };
    const rows = await this.rows.list(context.workspaceId, ownerOf(context, query.own), page);
    return pageOf(rows, limit, ({ createdAt, _id }) => ({ at: createdAt, id: _id }));
  }

  /** @throws DomainError QUICK_ANSWER.INVALID, QUICK_ANSWER.SHORTCUT_TAKEN, QUICK_ANSWER.FULL */
  async add(context: RequestContext, words: QuickAnswerWords, own: boolean): Promise<QuickAnswerRow> {
    this.check(words.text);
    const { workspaceId } = context;
    const ownerId = ownerOf(context, own);
    const at = this.clock.now();
    const row = {
      _id: newId(at),
      workspaceId,
      ownerId,
      ...words,
      terms: quickTerms(words),
      createdAt: at,
      updatedAt: at,
    };
    return this.changes.run(context, async (record) => {
      await this.guard.enter(workspaceId);
      if ((await this.rows.count(workspaceId, ownerId)) >= QUICK_ANSWERS_MAX) throw quickAnswersFull();
      if (!(await this.rows.insert(row))) throw shortcutTaken();
      await record({ action: 'quick-answer.added', workspaceId, target: row._id });
      await this.events.record(keptChanged('quick-answer.changed', row, 'added', at));
      return row;
    });
  }

  /** @throws DomainError QUICK_ANSWER.NOT_FOUND, QUICK_ANSWER.INVALID, QUICK_ANSWER.SHORTCUT_TAKEN */
  async change(context: RequestContext, id: string, words: Partial<QuickAnswerWords>): Promise<QuickAnswerRow> {
    const row = await this.get(context, id);
    if (words.text !== undefined) this.check(words.text);
    const { workspaceId } = context;
    const wanted = { ...row, ...words };
    const change = { ...words, terms: quickTerms(wanted), updatedAt: this.clock.now() };
    return this.changes.run(context, async (record) => {
      if (!(await this.rows.change(row, change))) throw shortcutTaken();
      await record({ action: 'quick-answer.changed', workspaceId, target: id });
      await this.events.record(keptChanged('quick-answer.changed', row, 'changed', change.updatedAt));
      return { ...wanted, ...change };
    });
  }

  /** @throws DomainError QUICK_ANSWER.NOT_FOUND */
  async remove(context: RequestContext, id: string): Promise<void> {
    const { workspaceId } = context;
    const row = await this.get(context, id);
    await this.changes.run(context, async (record) => {
      await this.rows.remove(workspaceId, id);
      await record({ action: 'quick-answer.removed', workspaceId, target: id });
      await this.events.record(keptChanged('quick-answer.changed', row, 'removed', this.clock.now()));
    });
  }

  /** As it would be said in a conversation. @throws DomainError QUICK_ANSWER.NOT_FOUND, CONVERSATION.NOT_FOUND */
  async render(context: RequestContext, id: string, conversationId: ConversationId) {
    const { text } = await this.get(context, id);
    return this.filler.fill(context, conversationId, text);
  }

  private async get(context: RequestContext, id: string): Promise<QuickAnswerRow> {
    const row = await this.rows.find(context.workspaceId, id);
    const isMine = row !== null && (row.ownerId === null || row.ownerId === authorOf(context).userId);
    if (!isMine) throw quickAnswerNotFound();
    return row;
  }

  private check(text: string): void {
    const problem = this.filler.problemOf(text);
    if (problem !== null) throw quickAnswerInvalid(problem);
  }
}

/** A machine has none of its own, but those of the team. */
const ownerOf = (context: RequestContext, own: boolean): UserId | null =>
  own ? (authorOf(context).userId ?? null) : null;
