import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsOptional, IsString, Length, ValidateNested } from 'class-validator';
import type { ViewCount } from '../desk/saved-views.service';
import type { SavedViewRow } from '../schemas/desk-collections.schema';
import { InboxWishesRequest } from './inbox-wishes.request';

const NAME_MAX = 80;

export class AddSavedViewRequest {
  @IsString()
  @Length(1, NAME_MAX)
  name: string;

  @ApiProperty({ type: InboxWishesRequest })
  @ValidateNested()
  @Type(() => InboxWishesRequest)
  filter: InboxWishesRequest;

  /** For yourself alone. */
  @IsOptional()
  @IsBoolean()
  own?: boolean;
}

export class ChangeSavedViewRequest {
  @IsOptional()
  @IsString()
  @Length(1, NAME_MAX)
  name?: string;

  @IsOptional()
  @ValidateNested()
  @Type(() => InboxWishesRequest)
  filter?: InboxWishesRequest;
}

export class SavedViewResponse {
  id: string;

  name: string;

  @ApiProperty({ type: InboxWishesRequest })
  filter: InboxWishesRequest;

  /** Nobody else sees it. */
  own: boolean;

  createdAt: Date;

  updatedAt: Date;
}

export class SavedViewListResponse {
  @ApiProperty({ type: [SavedViewResponse] })
  items: SavedViewResponse[];
}

export class ViewCountResponse implements ViewCount {
  id: string;

  /** At most 100. */
  count: number;

  more: boolean;
}

export class ViewCountListResponse {
  @ApiProperty({ type: [ViewCountResponse] })
  items: ViewCountResponse[];
}

export function toSavedViewResponse(row: SavedViewRow): SavedViewResponse {
  const { _id: id, name, wishes: filter, ownerId, createdAt, updatedAt } = row;
  return { id, name, filter, own: ownerId !== null, createdAt, updatedAt };
}
