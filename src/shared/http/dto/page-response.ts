import type { Type } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Page } from '../../kernel';

/** Base class of a page in the document: `class ContactPage extends PageOf(ContactResponse) {}`. */
export function PageOf<T>(item: Type<T>): Type<Page<T>> {
  class PageResponse implements Page<T> {
    @ApiProperty({ type: [item] })
    items: T[];

    @ApiPropertyOptional({
      type: String,
      description: 'Opaque; send it as `cursor` for the next page. Absent on the last.',
    })
    nextCursor?: string;
  }
  return PageResponse;
}
