import { ApiProperty } from '@nestjs/swagger';

export class ReceivedEventResponse {
  id: string;

  workspaceId: string;

  conversationId: string;

  /** message, postback, echo, seen, reaction, edit, unsend, referral, comment, mention, optin or thread-control. */
  kind: string;

  /** pending, receipt, done, parked … */
  status: string;

  /** Instagram’s time. */
  at: Date;

  receivedAt: Date;

  correlationId: string;

  /** The item as Instagram delivered it; absent once it is too old, or was taken back by its author. */
  @ApiProperty({ type: Object, additionalProperties: true, required: false })
  raw?: unknown;
}
