import { Module } from '@nestjs/common';
import { AutomationModule } from '../../automation';
import { ConversationsModule } from '../../conversations';
import { CrmModule } from '../../crm';
import { EscalationsModule } from '../../escalations';
import { AttentionController } from './attention.controller';
import { AttentionService } from './attention.service';

@Module({
  imports: [EscalationsModule, ConversationsModule, AutomationModule, CrmModule],
  controllers: [AttentionController],
  providers: [AttentionService],
})
export class AttentionModule {}
