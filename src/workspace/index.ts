export { PlatformAdmins } from './admin/platform-admins.service';
export { type AccessChange, AccessRevisions } from './access-revisions.port';
export { EraseUser } from './identity/erase-user.port';
export { type InstagramPerson, type InstagramSignedIn, InstagramUsers } from './identity/instagram-users.service';
export type { NewOwner, Owner } from './identity/sign-ups.service';
export { type BusinessCard, businessCardOf } from './domain/settings/business-card';
export { businessHours, businessProfile, demoMode, language } from './domain/settings/groups';
export { SettingsGroup } from './domain/settings/settings-group';
export { EraseWorkspace } from './erase-workspace.port';
export { CountedLimits } from './plans/counted-limits.service';
export { CountedResource } from './plans/counted-resource.port';
export { type CacheSource, PolledCache } from './polled-cache';
export { Plans } from './plans/plans.service';
export { type Reservation, Usage } from './plans/usage.service';
export { BusinessCards } from './settings/business-card.service';
export { Onboarding } from './settings/onboarding.service';
export { SettingsService } from './settings/settings.service';
export { SettingsFollower } from './settings/settings-follower.port';
export { RetentionPolicy } from './settings/retention-policy.service';
export { type SettingsReader, WorkspaceSettings } from './settings/workspace-settings.service';
export { Mails } from './mails/mails';
export { type MailTopic } from './domain/mail-topics';
export { type Letter, type MemberLetter, MemberMails } from './mails/member-mails.service';
export { WorkspaceFacade } from './workspace.facade';
export { WorkspaceGuard } from './workspace-guard.service';
export { WorkspaceModule } from './workspace.module';
export {
  ContactConversations,
  type ContactPlaces,
  type DataSubject,
  keptRows,
  onlyFields,
  type PersonalCollection,
  PersonalData,
  wholeRows,
  withoutName,
  type WorkspaceSubject,
} from './privacy/personal-data.port';
export { type AccountShare, PrivacyErasures } from './privacy/privacy-erasures';
export { RetainedData } from './retention/retained-data.port';
