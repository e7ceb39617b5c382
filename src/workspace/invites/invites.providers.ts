import { WorkspaceInvitesRepository } from '../repositories/workspace-invites.repository';
import { WORKSPACE_INVITES, workspaceInviteSchema } from '../schemas/workspace-invite.schema';
import { WorkspaceTeam } from '../workspace-team.service';
import { CancelInvites } from './cancel-invites';
import { ExpireInvitesJob } from './expire-invites.job';
import { InviteAcceptanceController } from './invite-acceptance.controller';
import { InviteAcceptance } from './invite-acceptance.service';
import { InviteJoining } from './invite-joining.service';
import { InviteLetters } from './invite-letters.service';
import { InvitesController } from './invites.controller';
import { InvitesService } from './invites.service';

export const INVITES_MODELS = [{ name: WORKSPACE_INVITES, schema: workspaceInviteSchema }];

export const INVITES_CONTROLLERS = [InvitesController, InviteAcceptanceController];

export const INVITES_PROVIDERS = [
  WorkspaceInvitesRepository,
  WorkspaceTeam,
  CancelInvites,
  InviteLetters,
  InvitesService,
  InviteJoining,
  InviteAcceptance,
  ExpireInvitesJob,
];
