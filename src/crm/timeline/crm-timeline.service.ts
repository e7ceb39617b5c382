import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions, type CursorPosition, knownFields } from '../../shared/kernel';
import type { ContactMerge } from '../domain/contact-merge';
import type { ContactChange, StageChange } from '../domain/contact';
import { ContactMergesRepository } from '../repositories/contact-merges.repository';
import { OutcomesRepository } from '../outcomes/repositories/outcomes.repository';
import { ContactNotesRepository } from '../repositories/contact-notes.repository';
import { CrmTasksRepository } from '../repositories/crm-tasks.repository';
import { type TimelineEntry, type TimelineKind, TimelineSource, type TimelineSubject } from '../timeline-source.port';
import { behindEntry, newestFirst } from './merge-entries';

type Read = (subject: TimelineSubject, limit: number, after?: CursorPosition) => Promise<readonly TimelineEntry[]>;

/** What the CRM itself knows of a contact. */
@Injectable()
export class CrmTimeline extends TimelineSource implements OnModuleInit {
  readonly kinds = ['stage', 'change', 'note', 'task', 'outcome', 'merge'] as const;

  constructor(
    private readonly contributions: Contributions,
    private readonly notes: ContactNotesRepository,
    private readonly tasks: CrmTasksRepository,
    private readonly outcomes: OutcomesRepository,
    private readonly merges: ContactMergesRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(TimelineSource, this);
  }

  override async list(subject: TimelineSubject, kind: TimelineKind, limit: number, after?: CursorPosition) {
    const reads: Partial<Record<TimelineKind, Read>> = {
      stage: (...asked) => this.stages(...asked),
      change: (...asked) => this.changes(...asked),
      note: (...asked) => this.writtenNotes(...asked),
      task: (...asked) => this.createdTasks(...asked),
      outcome: (...asked) => this.reached(...asked),
      merge: (...asked) => this.merged(...asked),
    };
    return (await reads[kind]?.(subject, limit, after)) ?? [];
  }

  private async stages({ stageHistory }: TimelineSubject, limit: number, after?: CursorPosition) {
    return newestFirst(stageHistory.map(stageEntry).filter(behindEntry(after))).slice(0, limit);
  }

  private async changes({ changeHistory }: TimelineSubject, limit: number, after?: CursorPosition) {
    return newestFirst(changeHistory.map(changeEntry).filter(behindEntry(after))).slice(0, limit);
  }

  private async writtenNotes({ workspaceId, contactId }: TimelineSubject, limit: number, after?: CursorPosition) {
    const notes = await this.notes.list(workspaceId, contactId, limit, after);
    return notes.map(({ id, createdAt: at, conversationId, text, origin, authorId }): TimelineEntry => {
      const place = conversationId === undefined ? {} : { conversationId };
      return { kind: 'note', id, at, ...place, data: knownFields({ text, origin, authorId }) };
    });
  }

  private async createdTasks({ workspaceId, contactId }: TimelineSubject, limit: number, after?: CursorPosition) {
    const tasks = await this.tasks.listOfContact(workspaceId, contactId, limit, after);
    return tasks.map(({ id, createdAt: at, conversationId, title, status, dueAt, assigneeId }): TimelineEntry => {
      const place = conversationId === undefined ? {} : { conversationId };
      return { kind: 'task', id, at, ...place, data: knownFields({ title, status, dueAt, assigneeId }) };
    });
  }

  private async reached({ workspaceId, contactId }: TimelineSubject, limit: number, after?: CursorPosition) {
    const page = { limit, ...(after === undefined ? {} : { after }) };
    const outcomes = await this.outcomes.listOfContact(workspaceId, contactId, page);
    return outcomes.map(({ id, createdAt: at, conversationId, goal, status, value }): TimelineEntry => {
      return { kind: 'outcome', id, at, conversationId, data: knownFields({ goal, status, value }) };
    });
  }

  private async merged({ workspaceId, contactId: holder }: TimelineSubject, limit: number, after?: CursorPosition) {
    const merges = await this.merges.list(workspaceId, { holder, limit, ...(after === undefined ? {} : { after }) });
    return merges.map(mergeEntry);
  }
}

const stageEntry = ({ id, at, from, to, userId }: StageChange): TimelineEntry => ({
  kind: 'stage',
  id,
  at,
  data: knownFields({ from, to, userId }),
});

const changeEntry = ({ id, at, ...change }: ContactChange): TimelineEntry => ({
  kind: 'change',
  id,
  at,
  data: knownFields(change),
});

const mergeEntry = ({ id, at, from, status, undoUntil, mergedBy }: ContactMerge): TimelineEntry => ({
  kind: 'merge',
  id,
  at,
  data: knownFields({ from, status, undoUntil, mergedBy }),
});
