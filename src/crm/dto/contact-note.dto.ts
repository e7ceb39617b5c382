import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { type ContactNote, NOTE_TEXT_MAX } from '../domain/contact-note';
import { type Origin, ORIGINS } from '../domain/origin';

export class ContactNoteRequest {
  /**
   * For members only; may have several lines.
   * @example "Prefers to be called in the afternoon."
   */
  @IsString()
  @Length(1, NOTE_TEXT_MAX)
  text: string;
}

export class ContactNoteResponse {
  id: string;

  contactId: string;

  /** The conversation in which it came up. */
  conversationId?: string;

  text: string;

  /** What kind of author it has. */
  @ApiProperty({ enum: ORIGINS })
  origin: Origin;

  /** The member who wrote it; absent of machines, flows, and members who were erased. */
  authorId?: string;

  createdAt: Date;

  /** When its text was last changed. */
  editedAt?: Date;
}

export class ContactNotePageResponse extends PageOf(ContactNoteResponse) {}

export function toContactNoteResponse(note: ContactNote): ContactNoteResponse {
  const { id, contactId, conversationId, text, origin, authorId, createdAt, editedAt } = note;
  return { id, contactId, conversationId, text, origin, authorId, createdAt, editedAt };
}

export function toContactNotePageResponse(page: Page<ContactNote>): ContactNotePageResponse {
  return { ...page, items: page.items.map(toContactNoteResponse) };
}
