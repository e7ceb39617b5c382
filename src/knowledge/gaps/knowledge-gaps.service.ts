import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import {
  type Caller,
  Clock,
  decodeCursor,
  type Page,
  pageOf,
  protectedSpansOf,
  stableId,
  type WorkspaceId,
} from '../../shared/kernel';
import { contentWordsOf, formsOf } from '../../shared/providers/vector-store';
import type { KnowledgeGap } from '../domain/knowledge-gap';
import { languageOf } from '../ingest/language-of';
import { tenantOf } from '../items/item-changes.service';
import { gapNotFound } from '../knowledge.errors';
import { KnowledgeGapsRepository } from '../repositories/knowledge-gaps.repository';

const QUESTION_MAX = 500;

export interface Unanswered {
  workspaceId: WorkspaceId;
  question: string;
  /** Where somebody asked it. */
  conversationId?: string;
}

/** What people ask that the knowledge base has no answer to; questions of the same words are one gap. */
@Injectable()
export class KnowledgeGaps {
  constructor(
    private readonly gaps: KnowledgeGapsRepository,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  async note({ workspaceId, question, conversationId }: Unanswered): Promise<void> {
    await this.gaps.note({
      id: stableId('knowledge-gap', workspaceId, keyOf(question)),
      workspaceId,
      question: withoutPeople(question).slice(0, QUESTION_MAX),
      ...(conversationId === undefined ? {} : { conversationId }),
      at: this.clock.now(),
    });
  }

  /** Those asked most often first. @throws DomainError CURSOR.INVALID */
  async list(workspaceId: WorkspaceId, limit: number, cursor?: string): Promise<Page<KnowledgeGap>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    // The cursor's place for a time holds the count.
    const position = after === undefined ? undefined : { count: after.at.getTime(), id: after.id };
    const rows = await this.gaps.list(workspaceId, limit + 1, position);
    return pageOf(rows, limit, ({ count, id }) => ({ at: new Date(count), id }));
  }

  /** It is dealt with, or of no interest. @throws DomainError KNOWLEDGE.GAP_NOT_FOUND */
  async remove(caller: Caller, workspaceId: WorkspaceId, gapId: string): Promise<void> {
    await this.changes.run(caller, async (record) => {
      if (!(await this.gaps.remove(workspaceId, gapId))) throw gapNotFound();
      await record({ action: 'knowledge-gap.removed', target: gapId, ...tenantOf(workspaceId) });
    });
  }
}

/** The same for questions of the same words, in whatever order and form. */
function keyOf(question: string): string {
  const language = languageOf(question) ?? 'en';
  const words = contentWordsOf(question).map((word) => formsOf(word, [language]).at(-1) ?? word);
  return [...new Set(words)].sort().join(' ');
}

/** Addresses, links and numbers may tell who somebody is. */
function withoutPeople(question: string): string {
  let text = '';
  let end = 0;
  for (const span of protectedSpansOf(question)) {
    text += `${question.slice(end, span.start)}…`;
    end = span.end;
  }
  return text + question.slice(end);
}
