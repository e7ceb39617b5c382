import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsString, Length, ValidateIf, ValidateNested } from 'class-validator';
import { ContactFilterRequest } from './contact-filter.request';
import { whenSent } from './presence';
import type { Segment } from '../repositories/segments.repository';
import { SEGMENT_NAME_MAX } from '../segments/segments.service';

export class CreateSegmentRequest {
  /** @example "Waiting in Berlin" */
  @IsString()
  @Length(1, SEGMENT_NAME_MAX)
  name: string;

  @ApiProperty({ type: ContactFilterRequest })
  @Type(() => ContactFilterRequest)
  @ValidateNested()
  filter: ContactFilterRequest;

  @ApiPropertyOptional({ default: false, description: 'With all members of the workspace.' })
  @IsBoolean()
  shared: boolean = false;
}

export class ChangeSegmentRequest {
  @ApiPropertyOptional({ type: String, maxLength: SEGMENT_NAME_MAX })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, SEGMENT_NAME_MAX)
  name?: string;

  @ApiPropertyOptional({ type: ContactFilterRequest, description: 'Instead of the one it has.' })
  @ValidateIf(whenSent)
  @Type(() => ContactFilterRequest)
  @ValidateNested()
  filter?: ContactFilterRequest;

  @ApiPropertyOptional()
  @ValidateIf(whenSent)
  @IsBoolean()
  shared?: boolean;
}

export class SegmentResponse {
  id: string;

  name: string;

  @ApiProperty({ type: ContactFilterRequest })
  filter: ContactFilterRequest;

  shared: boolean;

  createdBy?: string;

  createdAt: Date;

  updatedAt: Date;
}

export class SegmentListResponse {
  @ApiProperty({ type: [SegmentResponse] })
  items: SegmentResponse[];
}

export function toSegmentResponse({ workspaceId: _w, ...segment }: Segment): SegmentResponse {
  return { ...segment, filter: segment.filter as ContactFilterRequest };
}
