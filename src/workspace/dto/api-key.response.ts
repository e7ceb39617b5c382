import { ApiProperty } from '@nestjs/swagger';
import { type Permission, PERMISSIONS } from '../../shared/auth';
import { PageOf } from '../../shared/http';

export class ApiKeyResponse {
  id: string;

  name: string;

  @ApiProperty({ enum: PERMISSIONS, isArray: true })
  permissions: Permission[];

  /** Id of the user. */
  createdBy: string;

  createdAt: Date;

  /** When it stops working; never, when absent. */
  expiresAt?: Date;

  /** To the minute. */
  lastUsedAt?: Date;
}

export class CreatedApiKeyResponse extends ApiKeyResponse {
  /** Send it as `Authorization: Bearer …`. It is never shown again. */
  secret: string;
}

export class ApiKeyPageResponse extends PageOf(ApiKeyResponse) {}
