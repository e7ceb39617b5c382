import { ApiProperty } from '@nestjs/swagger';
import { type Permission, PERMISSIONS, type Role, ROLES } from '../../shared/auth';

export class PermissionResponse {
  @ApiProperty({ enum: PERMISSIONS })
  permission: Permission;

  /** What it allows. */
  about: string;

  /** Who has it. */
  @ApiProperty({ enum: ROLES, isArray: true })
  roles: readonly Role[];

  /** Whether an API key can have it. */
  apiKeys: boolean;
}

export class PermissionTableResponse {
  @ApiProperty({ type: [PermissionResponse] })
  items: readonly PermissionResponse[];
}
