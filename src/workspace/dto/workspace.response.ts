import { ApiProperty } from '@nestjs/swagger';
import { type Role, ROLES } from '../../shared/auth';
import { PageOf } from '../../shared/http';

export class WorkspaceResponse {
  id: string;

  name: string;

  /** While set, nothing is sent for the workspace. */
  suspendedAt?: Date;

  /** Every member must have a second factor. */
  requireSecondFactor?: boolean;

  createdAt: Date;
}

export class WorkspaceOverviewResponse extends WorkspaceResponse {
  /** What members read the product in, e.g. `pt-BR`. */
  uiLanguage: string;

  /** IANA name. */
  timeZone: string;

  /** While on, no automation answers anyone. */
  demoMode: boolean;
}

export class MyWorkspaceRowResponse {
  id: string;

  name: string;

  /** Yours. */
  @ApiProperty({ enum: ROLES })
  role: Role;

  joinedAt: Date;
}

export class MyWorkspacePageResponse extends PageOf(MyWorkspaceRowResponse) {}

export class MemberResponse {
  userId: string;

  name: string;

  email: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  joinedAt: Date;
}

export class MemberPageResponse extends PageOf(MemberResponse) {}
