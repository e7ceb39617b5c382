import { ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';

export class AuditActorResponse {
  /** The person, when a person acted. */
  userId?: string;

  /** The part of the system that acted by itself. */
  system?: string;
}

export class AuditEntryResponse {
  id: string;

  at: Date;

  /** Empty when nobody is known, as for a failed log-in of an unknown user. */
  actor: AuditActorResponse;

  /**
   * What happened to what.
   * @example "escalation.resolved"
   */
  action: string;

  workspaceId?: string;

  /** Id of the thing that was acted upon. */
  target?: string;

  correlationId: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
  })
  details?: Record<string, string | number | boolean>;
}

export class AuditEntryPageResponse extends PageOf(AuditEntryResponse) {}
