import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsEmail, IsOptional, IsString, Length } from 'class-validator';
import { type Role, ROLES } from '../../shared/auth';
import { PageOf, PageQuery } from '../../shared/http';
import { trimmed } from './trimmed';
import { WorkspaceResponse } from './workspace.response';

export class AdminUsersQuery extends PageQuery {
  /** Only whoever has this address. */
  @IsOptional()
  @IsEmail()
  email?: string;
}

export class AdminUserResponse {
  id: string;

  email: string;

  emailVerifiedAt?: Date;

  name: string;

  platformAdmin: boolean;

  /** Signs in with a second factor. */
  secondFactor: boolean;

  /** While set, they cannot sign in. */
  disabledAt?: Date;

  createdAt: Date;
}

export class AdminUserPageResponse extends PageOf(AdminUserResponse) {}

export class AdminUserWorkspaceResponse {
  workspaceId: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  joinedAt: Date;
}

export class AdminUserDetailResponse extends AdminUserResponse {
  workspaces: AdminUserWorkspaceResponse[];
}

export class AdminWorkspaceResponse extends WorkspaceResponse {
  /** Why it is suspended. */
  suspendedReason?: string;

  /** Its data waits for erasure. */
  deletedAt?: Date;
}

export class AdminWorkspacePageResponse extends PageOf(AdminWorkspaceResponse) {}

export class SuspendWorkspaceRequest {
  /** For other platform admins; the workspace does not see it. */
  @Transform(trimmed)
  @IsString()
  @Length(10, 500)
  reason: string;
}
