import { type Permission, type Role, ROLES } from '../../shared/auth';
import { ApiProperty } from '@nestjs/swagger';
import { type Banner, BANNERS } from '../workspaces.service';

export class MyWorkspaceResponse {
  id: string;

  name: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  /** What the role may do; each route names the one it asks for. */
  @ApiProperty({ type: [String], example: ['contacts.read'] })
  permissions: readonly Permission[];

  /** To be shown all over the workspace; demo-mode: no automation answers anyone. */
  @ApiProperty({ enum: BANNERS, type: String, nullable: true })
  banner: Banner | null;
}

export class MeResponse {
  id: string;

  /** Empty while `provisional`. */
  email: string;

  /** Signed up with Instagram and has no address and password yet: see `POST /v1/me/secure`. */
  provisional: boolean;

  name: string;

  /** By a link that was mailed to it. */
  emailVerified: boolean;

  /** Signs in with an authenticator app. */
  secondFactor: boolean;

  /** May use `/v1/admin/…`. */
  platformAdmin: boolean;

  /** In the order the user joined them. */
  @ApiProperty({ type: [MyWorkspaceResponse] })
  workspaces: MyWorkspaceResponse[];
}
