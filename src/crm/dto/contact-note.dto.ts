import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { ID_PATTERN, PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { type ContactNote, MENTIONS_MAX, NOTE_TEXT_MAX, type NoteEdit } from '../domain/contact-note';
import { type Origin, ORIGINS } from '../domain/origin';
import { whenSent } from './presence';

export class ContactNoteRequest {
  /**
   * For members only; may have several lines.
   * @example "Prefers to be called in the afternoon."
   */
  @IsString()
  @Length(1, NOTE_TEXT_MAX)
  text: string;

  @ApiPropertyOptional({
    type: [String],
    maxItems: MENTIONS_MAX,
    description: 'Members whom the text names; who is new among them is told. Absent: nobody, or the same as before.',
  })
  @ValidateIf(whenSent)
  @IsArray()
  @ArrayMaxSize(MENTIONS_MAX)
  @IsString({ each: true })
  @Matches(ID_PATTERN, { each: true, message: 'each of mentions must be an id' })
  mentions?: string[];
}

export class NewContactNoteRequest extends ContactNoteRequest {
  /** The conversation with the contact in which it came up. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'conversationId must be an id' })
  conversationId?: string;
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

  /** Members whom it names. */
  mentions: string[];

  createdAt: Date;

  /** When its text was last changed. */
  editedAt?: Date;
}

export class ContactNotePageResponse extends PageOf(ContactNoteResponse) {}

export class NoteEditResponse {
  /** What it said until then. */
  text: string;

  replacedAt: Date;
}

export class NoteEditListResponse {
  /** Oldest first; the newest fifty. */
  @ApiProperty({ type: [NoteEditResponse] })
  items: NoteEditResponse[];
}

export function toContactNoteResponse(note: ContactNote): ContactNoteResponse {
  const { id, contactId, conversationId, text, origin, authorId, mentions = [], createdAt, editedAt } = note;
  return { id, contactId, conversationId, text, origin, authorId, mentions: [...mentions], createdAt, editedAt };
}

export function toContactNotePageResponse(page: Page<ContactNote>): ContactNotePageResponse {
  return { ...page, items: page.items.map(toContactNoteResponse) };
}

export const toNoteEditListResponse = (edits: readonly NoteEdit[]): NoteEditListResponse => ({
  items: edits.map(({ text, replacedAt }) => ({ text, replacedAt })),
});
