import { ApiProperty } from '@nestjs/swagger';
import { SESSION_STATUSES, type SessionStatus } from '../../flows';
import { PageOf } from '../../shared/http';

export class SessionResponse {
  id: string;

  conversationId: string;

  instanceId: string;

  templateId: string;

  versionId: string;

  @ApiProperty({ enum: SESSION_STATUSES })
  status: SessionStatus;

  startedAt: Date;

  @ApiProperty({ type: Date, nullable: true })
  endedAt: Date | null;
}

export class SessionPageResponse extends PageOf(SessionResponse) {}
