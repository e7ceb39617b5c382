import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ConversationsModule } from '../conversations';
import { CrmModule } from '../crm';
import { KnowledgeModule } from '../knowledge';
import { AuditedChangesModule } from '../shared/database';
import { AuditTrailModule } from '../shared/observability';
import { HttpFetchModule } from '../shared/providers/http-fetch';
import { MetaGraphModule } from '../shared/providers/meta-graph';
import { StorageModule } from '../shared/providers/storage';
import { WorkspaceModule } from '../workspace';
import { AccountDirectory } from './account-directory.service';
import { AccountHealth } from './account-health.service';
import { AccountLedger } from './account-ledger.service';
import {
  COMMENTS_CONTROLLERS,
  COMMENTS_EXPORTS,
  COMMENTS_MODELS,
  COMMENTS_PROVIDERS,
} from './comments/comments.providers';
import { CONNECTING_CONTROLLERS, CONNECTING_MODELS, CONNECTING_PROVIDERS } from './connecting/connecting.providers';
import { MetaRequests } from './connecting/meta-requests.service';
import { SetUpCheck } from './connecting/set-up-check.service';
import { CountedAccounts } from './counted-accounts';
import { HISTORY_CONTROLLERS, HISTORY_MODELS, HISTORY_PROVIDERS } from './history/history.providers';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';
import { InstagramChannel } from './instagram-channel.service';
import { InstagramPersonalData } from './instagram.personal-data';
import { InstagramFacade } from './instagram.facade';
import { MEDIA_CONTROLLERS, MEDIA_MODELS, MEDIA_PROVIDERS } from './media/media.providers';
import { MOCK_CONTROLLERS, MOCK_PROVIDERS } from './mock/mock.providers';
import { PROFILES_PROVIDERS } from './profiles/profiles.providers';
import {
  MESSAGING_PROFILE_CONTROLLERS,
  MESSAGING_PROFILE_PROVIDERS,
} from './messaging-profile/messaging-profile.providers';
import { InstagramAccountsRepository } from './repositories/instagram-accounts.repository';
import { INSTAGRAM_ACCOUNTS, instagramAccountSchema } from './schemas/instagram-account.schema';
import { SENDING_PROVIDERS } from './sending/sending.providers';
import { POSTS_CONTROLLERS, POSTS_PROVIDERS } from './posts/posts.providers';
import { VOICE_PROVIDERS } from './voice/voice.providers';
import { WebhookIngest } from './webhook-ingest.service';

@Module({
  imports: [
    AuditTrailModule,
    AuditedChangesModule,
    ConversationsModule,
    CrmModule,
    HttpFetchModule,
    KnowledgeModule,
    MetaGraphModule,
    StorageModule,
    WorkspaceModule,
    MongooseModule.forFeature([
      { name: INSTAGRAM_ACCOUNTS, schema: instagramAccountSchema },
      ...COMMENTS_MODELS,
      ...CONNECTING_MODELS,
      ...HISTORY_MODELS,
      ...MEDIA_MODELS,
    ]),
  ],
  controllers: [
    AccountsController,
    ...COMMENTS_CONTROLLERS,
    ...CONNECTING_CONTROLLERS,
    ...HISTORY_CONTROLLERS,
    ...MOCK_CONTROLLERS,
    ...MEDIA_CONTROLLERS,
    ...POSTS_CONTROLLERS,
    ...MESSAGING_PROFILE_CONTROLLERS,
  ],
  providers: [
    InstagramAccountsRepository,
    AccountDirectory,
    AccountLedger,
    CountedAccounts,
    AccountHealth,
    AccountsService,
    InstagramChannel,
    InstagramFacade,
    InstagramPersonalData,
    WebhookIngest,
    ...COMMENTS_PROVIDERS,
    ...CONNECTING_PROVIDERS,
    ...HISTORY_PROVIDERS,
    ...MOCK_PROVIDERS,
    ...MEDIA_PROVIDERS,
    ...VOICE_PROVIDERS,
    ...POSTS_PROVIDERS,
    ...MESSAGING_PROFILE_PROVIDERS,
    ...PROFILES_PROVIDERS,
    ...SENDING_PROVIDERS,
  ],
  exports: [InstagramFacade, MetaRequests, SetUpCheck, WebhookIngest, ...COMMENTS_EXPORTS],
})
export class InstagramModule {}
