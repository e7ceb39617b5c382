import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsString, Matches, ValidateIf } from 'class-validator';
import { ID_PATTERN, PageOf, PageQuery } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { type ContactMerge, TAKEN, type Taken } from '../domain/contact-merge';
import { MATCH_REASONS, type MatchReason, type Suggestion } from '../domain/duplicates';
import { ContactResponse, toContactResponse } from './contact.response';
import { whenSent } from './presence';
import type { DuplicateGroup } from '../merging/duplicates.service';

const MERGE_STATUSES = ['merged', 'undone'] as const;

export class MergeContactsRequest {
  /** The contact that stays. */
  @ApiProperty({ type: String, pattern: ID_PATTERN.source })
  @IsString()
  @Matches(ID_PATTERN, { message: 'to must be an id' })
  to: string;

  /** The contact that becomes part of it. */
  @ApiProperty({ type: String, pattern: ID_PATTERN.source })
  @IsString()
  @Matches(ID_PATTERN, { message: 'from must be an id' })
  from: string;

  @ApiPropertyOptional({
    enum: TAKEN,
    isArray: true,
    description: 'What to take of the one that goes, although the one that stays has it, too.',
  })
  @IsArray()
  @ArrayMaxSize(TAKEN.length)
  @IsIn(TAKEN, { each: true })
  take: Taken[] = [];
}

export class MergesQuery extends PageQuery {
  /** Only merges into this contact. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'contactId must be an id' })
  contactId?: string;
}

export class ContactMergeResponse {
  id: string;

  /** The contact that became part of the other one. */
  from: string;

  to: string;

  @ApiProperty({ enum: MERGE_STATUSES })
  status: 'merged' | 'undone';

  at: Date;

  undoUntil: Date;

  undoneAt?: Date;

  /** The member who did it. */
  mergedBy?: string;
}

export class ContactMergePageResponse extends PageOf(ContactMergeResponse) {}

export class DuplicateResponse {
  contact: ContactResponse;

  /** What the two share. */
  @ApiProperty({ enum: MATCH_REASONS, isArray: true })
  reasons: MatchReason[];

  /** How sure it is, of 1. */
  score: number;
}

export class DuplicateListResponse {
  @ApiProperty({ type: [DuplicateResponse] })
  items: DuplicateResponse[];
}

export class DuplicateGroupResponse {
  /** What all of them share. */
  @ApiProperty({ enum: MATCH_REASONS })
  reason: MatchReason;

  @ApiProperty({ type: [ContactResponse] })
  contacts: ContactResponse[];
}

export class DuplicateGroupPageResponse extends PageOf(DuplicateGroupResponse) {}

export class DuplicatesQuery extends PickType(PageQuery, ['cursor']) {}

export function toMergeResponse(merge: ContactMerge): ContactMergeResponse {
  const { id, from, to, status, at, undoUntil, undoneAt, mergedBy } = merge;
  return { id, from, to, status, at, undoUntil, undoneAt, mergedBy };
}

export const toMergePageResponse = (page: Page<ContactMerge>): ContactMergePageResponse => ({
  ...page,
  items: page.items.map(toMergeResponse),
});

export const toDuplicateResponse = ({ contact, reasons, score }: Suggestion): DuplicateResponse => ({
  contact: toContactResponse(contact),
  reasons: [...reasons],
  score,
});

export const toGroupResponse = ({ reason, contacts }: DuplicateGroup): DuplicateGroupResponse => ({
  reason,
  contacts: contacts.map(toContactResponse),
});
