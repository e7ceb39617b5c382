import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ConversationsModule } from '../conversations';
import { CrmModule } from '../crm';
import { InstagramModule } from '../instagram';
import { StorageModule } from '../shared/providers/storage';
import { WorkspaceModule } from '../workspace';
import { SupportQueueRepository } from './repositories/support-queue.repository';
import { SupportTicketsRepository } from './repositories/support-tickets.repository';
import { TicketCommentsRepository } from './repositories/ticket-comments.repository';
import { SUPPORT_COUNTERS, supportCounterSchema } from './schemas/support-counter.schema';
import { SUPPORT_TICKET_COMMENTS, supportTicketCommentSchema } from './schemas/support-ticket-comment.schema';
import { SUPPORT_TICKETS, supportTicketSchema } from './schemas/support-ticket.schema';
import { SupportContactReferences, SupportTimeline } from './support-contacts';
import { SupportDesk } from './support-desk.service';
import { SupportPersonalData } from './support.personal-data';
import { SupportRequestsController } from './support-requests.controller';
import { SupportTicketsAdminController } from './support-tickets.admin.controller';
import { SupportTicketsController } from './support-tickets.controller';
import { SupportTickets } from './support-tickets.service';
import { SupportUpkeepJob } from './support-upkeep.job';
import { TicketChanges } from './ticket-changes.service';
import { TicketComments } from './ticket-comments.service';
import { TicketDrafts } from './ticket-drafts.service';
import { TicketFilesAdminController } from './ticket-files.admin.controller';
import { TicketFilesController } from './ticket-files.controller';
import { TicketFiles } from './ticket-files.service';
import { TicketNews } from './ticket-news';
import { TicketPolicies } from './ticket-policies.service';
import { TicketUpkeep } from './ticket-upkeep.service';

@Module({
  imports: [
    WorkspaceModule,
    CrmModule,
    ConversationsModule,
    InstagramModule,
    StorageModule,
    MongooseModule.forFeature([
      { name: SUPPORT_TICKETS, schema: supportTicketSchema },
      { name: SUPPORT_TICKET_COMMENTS, schema: supportTicketCommentSchema },
      { name: SUPPORT_COUNTERS, schema: supportCounterSchema },
    ]),
  ],
  controllers: [
    SupportTicketsController,
    TicketFilesController,
    SupportRequestsController,
    SupportTicketsAdminController,
    TicketFilesAdminController,
  ],
  providers: [
    SupportTicketsRepository,
    SupportQueueRepository,
    TicketCommentsRepository,
    TicketNews,
    TicketPolicies,
    TicketDrafts,
    TicketChanges,
    TicketComments,
    TicketFiles,
    TicketUpkeep,
    SupportTickets,
    SupportDesk,
    SupportUpkeepJob,
    SupportPersonalData,
    SupportTimeline,
    SupportContactReferences,
  ],
})
export class SupportModule {}
