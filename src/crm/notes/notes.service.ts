import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import {
  authorOf,
  Clock,
  type ContactId,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
  type UserId,
  type WorkspaceId,
} from '../../shared/kernel';
import { crmContended, noteInvalid, noteNotFound } from '../crm.errors';
import {
  type ContactNote,
  editedNote,
  mentionProblem,
  mentionsOf,
  newlyMentioned,
  type NoteEdit,
  noteTextOf,
} from '../domain/contact-note';
import { originOf } from '../domain/origin';
import { Members } from '../members';
import { NoteAndTaskPlaces } from '../note-and-task-places';
import { NoteNews } from './note-news';
import { ContactNotesRepository } from '../repositories/contact-notes.repository';

export interface NoteWishes {
  text: string;
  /** Members; absent: nobody, or those who were named before. */
  mentions?: readonly string[];
}

/** What members write down about contacts. */
@Injectable()
export class NotesService {
  constructor(
    private readonly notes: ContactNotesRepository,
    private readonly places: NoteAndTaskPlaces,
    private readonly members: Members,
    private readonly news: NoteNews,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first, without what they said before. @throws DomainError CONTACT.NOT_FOUND, CURSOR.INVALID. */
  async list(
    { workspaceId }: RequestContext,
    contactId: ContactId,
    limit: number,
    cursor?: string,
  ): Promise<Page<ContactNote>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    await this.places.ofContact(workspaceId, contactId);
    const rows = await this.notes.list(workspaceId, contactId, limit + 1, after);
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** Oldest first. @throws DomainError CONTACT_NOTE.NOT_FOUND. */
  async editsOf({ workspaceId }: RequestContext, contactId: ContactId, noteId: string): Promise<readonly NoteEdit[]> {
    const note = await this.notes.find(workspaceId, contactId, noteId);
    if (note === null) throw noteNotFound();
    return note.edits ?? [];
  }

  /** @throws DomainError CONTACT.NOT_FOUND, CONTACT_NOTE.INVALID. */
  async add(
    context: RequestContext,
    contactId: ContactId,
    wishes: NoteWishes & { conversationId?: string },
  ): Promise<ContactNote> {
    const { workspaceId, actor } = context;
    const createdAt = this.clock.now();
    const { text, mentions } = await this.checked(workspaceId, wishes);
    const place = await this.places.ofContact(workspaceId, contactId, wishes.conversationId);
    if (!place.ok) throw noteInvalid(place.problems);
    const { userId } = authorOf(context);
    const note: ContactNote = {
      id: newId(createdAt),
      workspaceId,
      ...place.value,
      text,
      origin: originOf(actor),
      ...(userId === undefined ? {} : { authorId: userId }),
      ...(mentions === undefined ? {} : { mentions }),
      createdAt,
    };
    await this.changes.run(context, async (record) => {
      await this.notes.insert(note);
      await this.news.tell(context, record, { note, change: 'added', at: createdAt, named: namedBy(context, note) });
    });
    return note;
  }

  /** @throws DomainError CONTACT_NOTE.NOT_FOUND, CONTACT_NOTE.INVALID, CRM.CONTENDED. */
  async edit(context: RequestContext, contactId: ContactId, noteId: string, wishes: NoteWishes): Promise<ContactNote> {
    const { workspaceId } = context;
    const wanted = await this.checked(workspaceId, wishes);
    const at = this.clock.now();
    return this.changes.run(context, async (record) => {
      const before = await this.notes.find(workspaceId, contactId, noteId);
      if (before === null) throw noteNotFound();
      const note = editedNote(before, wanted, at);
      if (!(await this.notes.replace(before, note))) throw crmContended();
      const named = namedBy(context, note, before.mentions);
      await this.news.tell(context, record, { note, change: 'edited', at, named });
      return note;
    });
  }

  /** With all that it ever said. @throws DomainError CONTACT_NOTE.NOT_FOUND. */
  async remove(context: RequestContext, contactId: ContactId, noteId: string): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      const note = await this.notes.find(workspaceId, contactId, noteId);
      if (note === null || !(await this.notes.remove(workspaceId, contactId, noteId))) throw noteNotFound();
      await this.news.tell(context, record, { note, change: 'removed', at: this.clock.now(), named: [] });
    });
  }

  private async checked(workspaceId: WorkspaceId, { text, mentions }: NoteWishes) {
    const checked = noteTextOf(text);
    if (!checked.ok) throw noteInvalid([{ field: 'text', rule: checked.rule }]);
    const named = mentionsOf(mentions);
    const roles = await Promise.all(named.map((userId) => this.members.problemsOf(workspaceId, 'mentions', userId)));
    const problems = roles.flatMap((found, index) => (found.length > 0 ? [mentionProblem(index)] : []));
    if (problems.length > 0) throw noteInvalid(problems);
    return { text: checked.value, ...(mentions === undefined ? {} : { mentions: named }) };
  }
}

const namedBy = (context: RequestContext, { mentions }: ContactNote, before?: readonly UserId[]): UserId[] =>
  newlyMentioned(before, mentions, authorOf(context).userId);
