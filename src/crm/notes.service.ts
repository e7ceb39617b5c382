import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../shared/database';
import {
  authorOf,
  Clock,
  type ContactId,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
  type WorkspaceId,
} from '../shared/kernel';
import type { AuditEvent } from '../shared/observability';
import { contactNotFound, noteInvalid, noteNotFound } from './crm.errors';
import { type ContactNote, noteTextOf } from './domain/contact-note';
import { originOf } from './domain/origin';
import { ContactNotesRepository } from './repositories/contact-notes.repository';
import { ContactsRepository } from './repositories/contacts.repository';

/** What members write down about contacts. */
@Injectable()
export class NotesService {
  constructor(
    private readonly notes: ContactNotesRepository,
    private readonly contacts: ContactsRepository,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError CONTACT.NOT_FOUND, CURSOR.INVALID. */
  async list(
    { workspaceId }: RequestContext,
    contactId: ContactId,
    limit: number,
    cursor?: string,
  ): Promise<Page<ContactNote>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    await this.mustExist(workspaceId, contactId);
    const rows = await this.notes.list(workspaceId, contactId, limit + 1, after);
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** @throws DomainError CONTACT.NOT_FOUND, CONTACT_NOTE.INVALID. */
  async add(context: RequestContext, contactId: ContactId, text: string): Promise<ContactNote> {
    const { workspaceId, actor } = context;
    const createdAt = this.clock.now();
    const { userId } = authorOf(context);
    const note: ContactNote = {
      id: newId(createdAt),
      workspaceId,
      contactId,
      text: checkedText(text),
      origin: originOf(actor),
      ...(userId === undefined ? {} : { authorId: userId }),
      createdAt,
    };
    await this.mustExist(workspaceId, contactId);
    await this.changes.run(context, async (record) => {
      await this.notes.insert(note);
      await record(eventOf('contact-note.added', workspaceId, contactId, note.id));
    });
    return note;
  }

  /** @throws DomainError CONTACT_NOTE.NOT_FOUND, CONTACT_NOTE.INVALID. */
  async edit(context: RequestContext, contactId: ContactId, noteId: string, text: string): Promise<ContactNote> {
    const { workspaceId } = context;
    const wanted = { text: checkedText(text), editedAt: this.clock.now() };
    return this.changes.run(context, async (record) => {
      const note = await this.notes.setText(workspaceId, contactId, noteId, wanted);
      if (note === null) throw noteNotFound();
      await record(eventOf('contact-note.edited', workspaceId, contactId, noteId));
      return note;
    });
  }

  /** @throws DomainError CONTACT_NOTE.NOT_FOUND. */
  async remove(context: RequestContext, contactId: ContactId, noteId: string): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      if (!(await this.notes.remove(workspaceId, contactId, noteId))) throw noteNotFound();
      await record(eventOf('contact-note.removed', workspaceId, contactId, noteId));
    });
  }

  private async mustExist(workspaceId: WorkspaceId, contactId: ContactId): Promise<void> {
    if ((await this.contacts.findById(workspaceId, contactId)) === null) throw contactNotFound();
  }
}

/** The text is nobody's business but that of whoever reads the contact. */
const eventOf = (action: string, workspaceId: WorkspaceId, contactId: ContactId, target: string): AuditEvent => ({
  action,
  workspaceId,
  target,
  subject: contactId,
  details: { contactId },
});

function checkedText(text: string): string {
  const checked = noteTextOf(text);
  if (!checked.ok) throw noteInvalid([{ field: 'text', rule: checked.rule }]);
  return checked.value;
}
