import { ApiProperty } from '@nestjs/swagger';
import { type Role, ROLES } from '../../shared/auth';
import { PageOf } from '../../shared/http';

export class WorkspaceResponse {
  id: string;

  name: string;

  /** While set, nothing is sent for the workspace. */
  suspendedAt?: Date;

  createdAt: Date;
}

export class MemberResponse {
  userId: string;

  name: string;

  email: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  joinedAt: Date;
}

export class MemberPageResponse extends PageOf(MemberResponse) {}
