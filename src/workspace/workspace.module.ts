import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AuthModule } from '../shared/auth';
import { AuditTrailModule } from '../shared/observability';
import { HttpFetchModule } from '../shared/providers/http-fetch';
import { MailModule } from '../shared/providers/mail';
import { AccessRevisions } from './access-revisions.port';
import { ACCESS_CONTROLLERS, ACCESS_MODELS, ACCESS_PROVIDERS } from './access/access.providers';
import { ADMIN_CONTROLLERS, ADMIN_PROVIDERS } from './admin/admin.providers';
import { IDENTITY_CONTROLLERS, IDENTITY_MODELS, IDENTITY_PROVIDERS } from './identity/identity.providers';
import { Mails } from './mails/mails';
import { MAILS_CONTROLLERS, MAILS_MODELS, MAILS_PROVIDERS } from './mails/mails.providers';
import { MemberMails } from './mails/member-mails.service';
import { InstagramUsers } from './identity/instagram-users.service';
import { MeController } from './me.controller';
import { MembersController } from './members.controller';
import { MembersService } from './members.service';
import { MembershipsRepository } from './repositories/memberships.repository';
import { WorkspacesRepository } from './repositories/workspaces.repository';
import { MembershipRow, MembershipSchema } from './schemas/membership.schema';
import { WorkspaceRow, WorkspaceSchema } from './schemas/workspace.schema';
import { BusinessCards } from './settings/business-card.service';
import { CountedLimits } from './plans/counted-limits.service';
import { PLANS_CONTROLLERS, PLANS_MODELS, PLANS_PROVIDERS } from './plans/plans.providers';
import { Plans } from './plans/plans.service';
import { Usage } from './plans/usage.service';
import { PrivacyErasures } from './privacy/privacy-erasures';
import { PRIVACY_CONTROLLERS, PRIVACY_MODELS, PRIVACY_PROVIDERS } from './privacy/privacy.providers';
import { INVITES_CONTROLLERS, INVITES_MODELS, INVITES_PROVIDERS } from './invites/invites.providers';
import { SettingsController } from './settings/settings.controller';
import { SettingsService } from './settings/settings.service';
import { SETTINGS_MODELS, SETTINGS_PROVIDERS } from './settings/settings.providers';
import { WorkspaceSettings } from './settings/workspace-settings.service';
import { Onboarding } from './settings/onboarding.service';
import { RetentionPolicy } from './settings/retention-policy.service';
import {
  UI_SETTINGS_CONTROLLERS,
  UI_SETTINGS_MODELS,
  UI_SETTINGS_PROVIDERS,
} from './ui-settings/ui-settings.providers';
import { WEBHOOKS_CONTROLLERS, WEBHOOKS_MODELS, WEBHOOKS_PROVIDERS } from './webhooks/webhooks.providers';
import { WorkspaceOverviews } from './workspace-overview.service';
import { WorkspaceGuard } from './workspace-guard.service';
import { WorkspaceLifecycle } from './workspace-lifecycle.service';
import { WorkspaceFacade } from './workspace.facade';
import { WorkspacesController } from './workspaces.controller';
import { WorkspacesService } from './workspaces.service';

@Module({
  imports: [
    AuthModule,
    AuditTrailModule,
    HttpFetchModule,
    MailModule,
    MongooseModule.forFeature([
      { name: WorkspaceRow.name, schema: WorkspaceSchema },
      { name: MembershipRow.name, schema: MembershipSchema },
      ...IDENTITY_MODELS,
      ...ACCESS_MODELS,
      ...MAILS_MODELS,
      ...INVITES_MODELS,
      ...UI_SETTINGS_MODELS,
      ...SETTINGS_MODELS,
      ...PLANS_MODELS,
      ...PRIVACY_MODELS,
      ...WEBHOOKS_MODELS,
    ]),
  ],
  controllers: [
    ...IDENTITY_CONTROLLERS,
    ...ACCESS_CONTROLLERS,
    ...ADMIN_CONTROLLERS,
    MeController,
    ...MAILS_CONTROLLERS,
    WorkspacesController,
    MembersController,
    SettingsController,
    ...INVITES_CONTROLLERS,
    ...UI_SETTINGS_CONTROLLERS,
    ...PLANS_CONTROLLERS,
    ...PRIVACY_CONTROLLERS,
    ...WEBHOOKS_CONTROLLERS,
  ],
  providers: [
    ...IDENTITY_PROVIDERS,
    ...ACCESS_PROVIDERS,
    ...MAILS_PROVIDERS,
    ...ADMIN_PROVIDERS,
    ...INVITES_PROVIDERS,
    ...UI_SETTINGS_PROVIDERS,
    ...SETTINGS_PROVIDERS,
    ...PLANS_PROVIDERS,
    ...PRIVACY_PROVIDERS,
    ...WEBHOOKS_PROVIDERS,
    WorkspacesRepository,
    MembershipsRepository,
    WorkspacesService,
    WorkspaceOverviews,
    WorkspaceGuard,
    WorkspaceLifecycle,
    MembersService,
    WorkspaceFacade,
  ],
  exports: [
    Plans,
    Usage,
    CountedLimits,
    AccessRevisions,
    Mails,
    MemberMails,
    WorkspaceSettings,
    SettingsService,
    BusinessCards,
    Onboarding,
    RetentionPolicy,
    PrivacyErasures,
    InstagramUsers,
    WorkspaceFacade,
    WorkspaceGuard,
  ],
})
export class WorkspaceModule {}
