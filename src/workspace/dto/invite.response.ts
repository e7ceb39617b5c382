import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import { INVITED_ROLES, type InvitedRole } from '../domain/invite';

/** Never the token: it is in the mail alone. */
export class InviteResponse {
  id: string;

  email: string;

  @ApiProperty({ enum: INVITED_ROLES })
  role: InvitedRole;

  /** Id of a user. */
  invitedBy?: string;

  sentAt: Date;

  expiresAt: Date;

  createdAt: Date;
}

export class InvitePageResponse extends PageOf(InviteResponse) {}

export class InviteDetailsResponse {
  workspaceName: string;

  /** Who is invited. */
  email: string;

  @ApiProperty({ enum: INVITED_ROLES })
  role: string;

  expiresAt: Date;
}

export class JoinedWorkspaceResponse {
  workspaceId: string;
}
