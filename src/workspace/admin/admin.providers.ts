import { AdminPeopleRepository } from '../repositories/admin-people.repository';
import { ApplyRetentionJob } from '../retention/apply-retention.job';
import { AdminUsersService } from './admin-users.service';
import { AdminWorkspacesService } from './admin-workspaces.service';
import { PlatformAdmins } from './platform-admins.service';
import { UsersAdminController } from './users.admin.controller';
import { WorkspacesAdminController } from './workspaces.admin.controller';

export const ADMIN_CONTROLLERS = [UsersAdminController, WorkspacesAdminController];

export const ADMIN_PROVIDERS = [
  AdminPeopleRepository,
  AdminUsersService,
  AdminWorkspacesService,
  ApplyRetentionJob,
  PlatformAdmins,
];
