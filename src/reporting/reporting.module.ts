import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AutomationModule } from '../automation';
import { ConversationsModule } from '../conversations';
import { CrmModule } from '../crm';
import { EscalationsModule } from '../escalations';
import { InstagramModule } from '../instagram';
import { KnowledgeModule } from '../knowledge';
import { AuthModule } from '../shared/auth';
import { WorkspaceModule } from '../workspace';
import { AttentionModule } from './attention/attention.module';
import { FIGURES_CONTROLLERS, FIGURES_MODELS, FIGURES_PROVIDERS } from './figures/figures.providers';

@Module({
  imports: [
    AttentionModule,
    AuthModule,
    AutomationModule,
    ConversationsModule,
    CrmModule,
    EscalationsModule,
    InstagramModule,
    KnowledgeModule,
    WorkspaceModule,
    MongooseModule.forFeature(FIGURES_MODELS),
  ],
  controllers: FIGURES_CONTROLLERS,
  providers: FIGURES_PROVIDERS,
})
export class ReportingModule {}
