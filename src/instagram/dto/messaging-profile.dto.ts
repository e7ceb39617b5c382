import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { MEDIA_TYPES, type MediaType } from '../../conversations';
import { invalidRequest, IfSent } from '../../shared/http';
import type { GraphMenu, GraphMenuItem } from '../../shared/providers/meta-graph';

/** Instagram's own limits are narrower and checked with their words. */
const MAX_TEXT = 200;
const MAX_PAYLOAD = 2_000;
const MAX_ITEMS = 20;
const MAX_LOCALES = 50;
const LOCALE = /^(default|[a-z]{2}_[A-Z]{2})$/;

export class IceBreakerDto {
  @IsString()
  @Length(1, MAX_TEXT)
  question: string;

  /** Comes back as an ice breaker when it is tapped. */
  @IsString()
  @Length(1, MAX_PAYLOAD)
  payload: string;
}

export class IceBreakersOfLocaleDto {
  /** `default`, or a locale such as `de_DE`. */
  @IsString()
  @Matches(LOCALE)
  locale: string;

  @ApiProperty({ type: [IceBreakerDto] })
  @IsArray()
  @ArrayMaxSize(MAX_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => IceBreakerDto)
  questions: IceBreakerDto[];
}

export class IceBreakersDto {
  /** `default` is needed. */
  @ApiProperty({ type: [IceBreakersOfLocaleDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_LOCALES)
  @ValidateNested({ each: true })
  @Type(() => IceBreakersOfLocaleDto)
  locales: IceBreakersOfLocaleDto[];
}

export class MenuItemDto {
  @IsString()
  @Length(1, MAX_TEXT)
  title: string;

  /** Comes back when it is tapped; an item has this or a `url`. */
  @IfSent()
  @IsString()
  @Length(1, MAX_PAYLOAD)
  payload?: string;

  /** Opens a page instead. */
  @IfSent()
  @IsString()
  @MaxLength(2_048)
  url?: string;
}

export class MenuOfLocaleDto {
  /** `default`, or a locale such as `de_DE`. */
  @IsString()
  @Matches(LOCALE)
  locale: string;

  @ApiProperty({ type: [MenuItemDto] })
  @IsArray()
  @ArrayMaxSize(MAX_ITEMS)
  @ValidateNested({ each: true })
  @Type(() => MenuItemDto)
  items: MenuItemDto[];
}

export class PersistentMenuDto {
  /** `default` is needed. */
  @ApiProperty({ type: [MenuOfLocaleDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_LOCALES)
  @ValidateNested({ each: true })
  @Type(() => MenuOfLocaleDto)
  locales: MenuOfLocaleDto[];
}

export class UploadAttachmentRequest {
  @ApiProperty({ enum: MEDIA_TYPES })
  @IsIn(MEDIA_TYPES)
  mediaType: MediaType;

  /** Where Instagram fetches it. */
  @IsString()
  @Matches(/^https?:\/\//)
  @MaxLength(2_048)
  url: string;
}

export class UploadedAttachmentResponse {
  /** Sends the file, as often as wanted: see messages of the kind `media`. */
  attachmentId: string;
}

export class ChangeAccountRequest {
  /** Whether Meta has given the app the Human Agent feature: people then answer for seven days instead of one. */
  @IsBoolean()
  humanAgent: boolean;
}

/** @throws DomainError REQUEST.INVALID for an item that leads nowhere, or to two places */
export function menusOf({ locales }: PersistentMenuDto): GraphMenu[] {
  return locales.map(({ locale, items }, set) => ({
    locale,
    items: items.map((item, index) => menuItemOf(item, `locales.${set}.items.${index}`)),
  }));
}

function menuItemOf({ title, payload, url }: MenuItemDto, field: string): GraphMenuItem {
  if (payload !== undefined && url === undefined) return { title, payload };
  if (url !== undefined && payload === undefined) return { title, url };
  throw invalidRequest([{ field, rule: 'has a payload or a url' }]);
}
