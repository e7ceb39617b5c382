import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import { PARKED_KINDS } from './parked.query';

export class ParkedItemResponse {
  id: string;

  @ApiProperty({ enum: PARKED_KINDS })
  kind: (typeof PARKED_KINDS)[number];

  @ApiProperty({ type: String, nullable: true })
  workspaceId: string | null;

  @ApiProperty({ type: String, nullable: true })
  conversationId: string | null;

  at: Date;

  /** Why it was set aside. */
  reason: string;

  /** What was received, or what should have been sent. */
  @ApiProperty({ type: Object, additionalProperties: true })
  content: unknown;

  correlationId: string;
}

export class ParkedPageResponse extends PageOf(ParkedItemResponse) {}
