import { ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';

export class AuditActorResponse {
  kind: 'user' | 'api-key' | 'system' | 'anonymous';

  /** The person, when a person acted. */
  userId?: string;

  /** Why a platform admin acted in a workspace that is not theirs. */
  actingReason?: string;

  /** The key, when a machine acted. */
  apiKeyId?: string;

  /** The part of the system that acted by itself. */
  name?: string;
}

export class AuditEntryResponse {
  id: string;

  at: Date;

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

  /** Address that the request came from. */
  ip?: string;

  /** Hashes of the thing before and after. */
  beforeHash?: string;

  afterHash?: string;

  /** Its number in the chain of its workspace, or of the platform; absent until it is sealed. */
  sequence?: number;

  /** Hash of the entry before it in that chain. */
  previousHash?: string;

  /** Over this entry and `previousHash`. */
  hash?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
  })
  details?: Record<string, string | number | boolean>;
}

export class AuditEntryPageResponse extends PageOf(AuditEntryResponse) {}
