import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ConversationsModule } from '../conversations';
import { AuditedChangesModule } from '../shared/database';
import { AuditTrailModule } from '../shared/observability';
import { MetaGraphModule } from '../shared/providers/meta-graph';
import { WorkspaceModule } from '../workspace';
import { AccountDirectory } from './account-directory.service';
import { AccountHealth } from './account-health.service';
import { AccountLedger } from './account-ledger.service';
import { CONNECTING_CONTROLLERS, CONNECTING_MODELS, CONNECTING_PROVIDERS } from './connecting/connecting.providers';
import { MetaRequests } from './connecting/meta-requests.service';
import { SetUpCheck } from './connecting/set-up-check.service';
import { CountedAccounts } from './counted-accounts';
import { AccountsController } from './accounts.controller';
import { AccountsService } from './accounts.service';
import { InstagramChannel } from './instagram-channel.service';
import { InstagramPersonalData } from './instagram.personal-data';
import { InstagramFacade } from './instagram.facade';
import { InstagramAccountsRepository } from './repositories/instagram-accounts.repository';
import { INSTAGRAM_ACCOUNTS, instagramAccountSchema } from './schemas/instagram-account.schema';
import { SendTokens } from './send-tokens';
import { WebhookIngest } from './webhook-ingest.service';

@Module({
  imports: [
    AuditTrailModule,
    AuditedChangesModule,
    ConversationsModule,
    MetaGraphModule,
    WorkspaceModule,
    MongooseModule.forFeature([{ name: INSTAGRAM_ACCOUNTS, schema: instagramAccountSchema }, ...CONNECTING_MODELS]),
  ],
  controllers: [AccountsController, ...CONNECTING_CONTROLLERS],
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
    SendTokens,
    WebhookIngest,
    ...CONNECTING_PROVIDERS,
  ],
  exports: [InstagramFacade, MetaRequests, SetUpCheck, WebhookIngest],
})
export class InstagramModule {}
