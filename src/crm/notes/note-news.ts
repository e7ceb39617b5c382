import { Injectable } from '@nestjs/common';
import type { RecordChange } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import type { Caller, UserId } from '../../shared/kernel';
import { MemberMails } from '../../workspace';
import { noteChanged, type NoteChangeKind, noteMentioned } from '../crm-events';
import type { ContactNote } from '../domain/contact-note';
import { mentionLetter } from '../domain/letters';

interface NoteStory {
  note: ContactNote;
  change: NoteChangeKind;
  at: Date;
  /** Who learns from it that the note names them. */
  named: readonly UserId[];
}

/** Tells what happened to a note: the audit trail, front ends, and whom it names. Part of the transaction around it. */
@Injectable()
export class NoteNews {
  constructor(
    private readonly events: DomainEvents,
    private readonly mails: MemberMails,
  ) {}

  async tell(caller: Caller, record: RecordChange, { note, change, at, named }: NoteStory): Promise<void> {
    const { id, workspaceId, contactId } = note;
    // The text is nobody's business but that of whoever reads the contact.
    const about = { workspaceId, target: id, subject: contactId, details: { contactId } };
    await record({ action: `contact-note.${change}`, ...about });
    await this.events.record(noteChanged(note, change, at));
    for (const userId of named) await this.events.record(noteMentioned(note, userId, at));
    if (named.length > 0) await this.mails.send({ ...mentionLetter(note, caller.correlationId), userIds: named });
  }
}
