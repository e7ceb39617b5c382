import { AccountUpkeepRepository } from '../repositories/account-upkeep.repository';
import { DataDeletionsRepository } from '../repositories/data-deletions.repository';
import { InstagramLoginsRepository } from '../repositories/instagram-logins.repository';
import { DATA_DELETIONS, dataDeletionSchema } from '../schemas/data-deletion.schema';
import { INSTAGRAM_LOGINS, instagramLoginSchema } from '../schemas/instagram-login.schema';
import { AccountConnectionsController } from './account-connections.controller';
import { AccountConnections } from './account-connections.service';
import { AccountDepartures } from './account-departures.service';
import { AccountInspection } from './account-inspection.service';
import { AccountTransfer } from './account-transfer.service';
import { CareForSubscriptionsJob } from './care-for-subscriptions.job';
import { DataDeletions } from './data-deletions.service';
import { EraseAccountDataJob } from './erase-account-data.job';
import { InstagramLoginController } from './instagram-login.controller';
import { InstagramSignInController } from './instagram-sign-in.controller';
import { InstagramSignIn } from './instagram-sign-in.service';
import { InstagramAdminController } from './instagram.admin.controller';
import { LoginReturn } from './login-return.service';
import { LoginStart } from './login-start.service';
import { LoginWays } from './login-ways';
import { MetaRequests } from './meta-requests.service';
import { RefreshTokensJob } from './refresh-tokens.job';
import { ResealTokensJob } from './reseal-tokens.job';
import { SetUpAtMeta } from './set-up-at-meta.service';
import { SetUpCheck } from './set-up-check.service';
import { SignInLogins } from './sign-in-logins';
import { SubscriptionCare } from './subscription-care.service';
import { TokenRefresh } from './token-refresh.service';

export const CONNECTING_MODELS = [
  { name: INSTAGRAM_LOGINS, schema: instagramLoginSchema },
  { name: DATA_DELETIONS, schema: dataDeletionSchema },
];

export const CONNECTING_CONTROLLERS = [
  AccountConnectionsController,
  InstagramLoginController,
  InstagramSignInController,
  InstagramAdminController,
];

export const CONNECTING_PROVIDERS = [
  AccountUpkeepRepository,
  InstagramLoginsRepository,
  DataDeletionsRepository,
  LoginWays,
  LoginStart,
  SignInLogins,
  InstagramSignIn,
  LoginReturn,
  AccountConnections,
  AccountDepartures,
  AccountInspection,
  AccountTransfer,
  SubscriptionCare,
  TokenRefresh,
  DataDeletions,
  MetaRequests,
  SetUpAtMeta,
  SetUpCheck,
  CareForSubscriptionsJob,
  EraseAccountDataJob,
  RefreshTokensJob,
  ResealTokensJob,
];
