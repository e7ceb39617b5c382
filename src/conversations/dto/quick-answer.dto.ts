import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, Length, Matches } from 'class-validator';
import { ID_PATTERN, PageOf, PageQuery } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { QuickAnswerRow } from '../schemas/desk-collections.schema';

const SHORTCUT = /^[\p{L}\p{N}_-]{1,40}$/u;
const TITLE_MAX = 120;
const TEXT_MAX = 2_000;

export class QuickAnswersQuery extends PageQuery {
  /** Your own instead of the team's. */
  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  own?: boolean;

  /** Beginnings of words of shortcut and title. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  q?: string;
}

export class AddQuickAnswerRequest {
  /** What it is called up by: letters, digits, - and _. */
  @IsString()
  @Matches(SHORTCUT, { message: 'shortcut must be 1–40 letters, digits, - or _' })
  shortcut: string;

  @IsString()
  @Length(1, TITLE_MAX)
  title: string;

  /** May show values, such as `{{ contact.name | default: "there" }}` and `{{ vars.member }}`: the language of flows. */
  @IsString()
  @Length(1, TEXT_MAX)
  text: string;

  /** For yourself alone. */
  @IsOptional()
  @IsBoolean()
  own?: boolean;
}

export class ChangeQuickAnswerRequest {
  @IsOptional()
  @IsString()
  @Matches(SHORTCUT, { message: 'shortcut must be 1–40 letters, digits, - or _' })
  shortcut?: string;

  @IsOptional()
  @IsString()
  @Length(1, TITLE_MAX)
  title?: string;

  @IsOptional()
  @IsString()
  @Length(1, TEXT_MAX)
  text?: string;
}

export class RenderQuickAnswerRequest {
  @IsString()
  @Matches(ID_PATTERN)
  conversationId: string;
}

export class RenderedQuickAnswerResponse {
  text: string;

  /** Values that are not known, such as `contact.phone`. */
  missing: string[];
}

export class QuickAnswerResponse {
  id: string;

  shortcut: string;

  title: string;

  text: string;

  /** Nobody else sees it. */
  own: boolean;

  createdAt: Date;

  updatedAt: Date;
}

export class QuickAnswerPageResponse extends PageOf(QuickAnswerResponse) {}

export function toQuickAnswerResponse(row: QuickAnswerRow): QuickAnswerResponse {
  const { _id: id, shortcut, title, text, ownerId, createdAt, updatedAt } = row;
  return { id, shortcut, title, text, own: ownerId !== null, createdAt, updatedAt };
}

export const toQuickAnswerPage = (page: Page<QuickAnswerRow>): QuickAnswerPageResponse => ({
  ...page,
  items: page.items.map(toQuickAnswerResponse),
});
