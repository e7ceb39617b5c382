import { ApiProperty } from '@nestjs/swagger';
import { SESSION_STATUSES, type SessionStatus } from '../../flows';
import { PageOf } from '../../shared/http';

export class NodeVisitsResponse {
  nodeId: string;

  /** How often it was entered. */
  entered: number;
}

export class ReachedGoalResponse {
  nodeId: string;

  goal: string;

  at: Date;
}

export class SessionResponse {
  id: string;

  conversationId: string;

  instanceId: string;

  templateId: string;

  /** The version that it runs, or ran last. */
  versionId: string;

  /** Between active and waiting an open session goes to and fro without the list being told. */
  @ApiProperty({ enum: SESSION_STATUSES })
  status: SessionStatus;

  startedAt: Date;

  @ApiProperty({ type: Date, nullable: true })
  endedAt: Date | null;

  /** Where it is, or where it ended; as of its last change of status. */
  lastNodeId?: string;

  @ApiProperty({ type: [NodeVisitsResponse] })
  visits: NodeVisitsResponse[];

  @ApiProperty({ type: [ReachedGoalResponse] })
  goals: ReachedGoalResponse[];

  /** Versions that it ran before it was moved, oldest first. */
  @ApiProperty({ type: [String] })
  movedFrom: string[];
}

export class SessionPageResponse extends PageOf(SessionResponse) {}

export class SessionAwaitsResponse {
  @ApiProperty({ enum: ['choice', 'reply', 'task', 'timer'] })
  kind: 'choice' | 'reply' | 'task' | 'timer';

  nodeId: string;
}

export class LiveSessionResponse {
  /** Null while it is at work. */
  @ApiProperty({ type: SessionAwaitsResponse, nullable: true })
  awaiting: SessionAwaitsResponse | null;

  @ApiProperty({ type: 'object', additionalProperties: true })
  vars: object;

  lastActivityAt: Date;

  expiresAt: Date;

  /** Why it is paused; null while it is not. */
  @ApiProperty({ enum: ['hold', 'person'], type: String, nullable: true })
  pausedBy: 'hold' | 'person' | null;
}

export class SessionDetailsResponse extends SessionResponse {
  /** As its conversation has it now; null once it has ended. */
  @ApiProperty({ type: LiveSessionResponse, nullable: true })
  live: LiveSessionResponse | null;
}

export class AcceptedOrderResponse {
  /** Under which the decision about it appears on the timeline. */
  eventId: string;
}
