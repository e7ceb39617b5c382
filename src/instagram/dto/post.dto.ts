import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { IfSent, PageOf } from '../../shared/http';
import type { GraphPage, GraphPost } from '../../shared/providers/meta-graph';

const MOST = 50;
const USUAL = 25;

export class PostsQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: MOST, default: USUAL })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST)
  limit: number = USUAL;

  /** `nextCursor` of the page before; absent for the first page. */
  @IfSent()
  @IsString()
  @Length(1, 1_000)
  cursor?: string;
}

export class PostResponse {
  /** As triggers for comments name it. */
  id: string;

  caption?: string;

  /** Instagram's own word: IMAGE, VIDEO, CAROUSEL_ALBUM. */
  mediaType?: string;

  /** Instagram's own word: FEED, REELS … */
  productType?: string;

  permalink?: string;

  /** At Instagram; it expires within days. */
  pictureUrl?: string;

  at: Date;

  @ApiProperty({ type: 'integer' })
  comments: number;
}

export class PostPageResponse extends PageOf(PostResponse) {}

export const toPostPageResponse = ({ items, next }: GraphPage<GraphPost>): PostPageResponse => ({
  items,
  ...(next === null ? {} : { nextCursor: next }),
});
