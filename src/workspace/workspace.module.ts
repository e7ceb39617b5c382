import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuthModule } from '../shared/auth';
import { AuditTrailModule } from '../shared/observability';
import { PasswordHasher } from '../shared/security';
import { AuthController } from './auth.controller';
import { IdentityService } from './identity.service';
import { MeController } from './me.controller';
import { MembershipsRepository } from './repositories/memberships.repository';
import { SignUpsRepository } from './repositories/sign-ups.repository';
import { UsersRepository } from './repositories/users.repository';
import { WorkspacesRepository } from './repositories/workspaces.repository';
import { MembershipRow, MembershipSchema } from './schemas/membership.schema';
import { UserRow, UserSchema } from './schemas/user.schema';
import { WorkspaceRow, WorkspaceSchema } from './schemas/workspace.schema';
import { WorkspaceAccessDirectory } from './workspace-access-directory';
import { WorkspaceFacade } from './workspace.facade';
import { WorkspacesController } from './workspaces.controller';
import { WorkspacesService } from './workspaces.service';

@Module({
  imports: [
    AuthModule,
    AuditTrailModule,
    MongooseModule.forFeature([
      { name: UserRow.name, schema: UserSchema },
      { name: WorkspaceRow.name, schema: WorkspaceSchema },
      { name: MembershipRow.name, schema: MembershipSchema },
    ]),
  ],
  controllers: [AuthController, MeController, WorkspacesController],
  providers: [
    UsersRepository,
    WorkspacesRepository,
    MembershipsRepository,
    SignUpsRepository,
    PasswordHasher,
    IdentityService,
    WorkspacesService,
    WorkspaceAccessDirectory,
    WorkspaceFacade,
  ],
  exports: [WorkspaceFacade],
})
export class WorkspaceModule {}
