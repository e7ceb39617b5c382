import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ContactEditor } from './contact-editor';
import { ContactTasksController } from './contact-tasks.controller';
import { ContactsController } from './contacts.controller';
import { ContactsService } from './contacts.service';
import { CrmEffects } from './crm-effects';
import { CrmFacade } from './crm.facade';
import { CrmPersonalData } from './crm.personal-data';
import { CrmTasksController } from './crm-tasks.controller';
import { CrmTasksService } from './crm-tasks.service';
import { Members } from './members';
import { NotesController } from './notes.controller';
import { NotesService } from './notes.service';
import { OutcomeCapture } from './outcomes/outcome-capture.service';
import { OutcomesController } from './outcomes/outcomes.controller';
import { OutcomesService } from './outcomes/outcomes.service';
import { OutcomesRepository } from './outcomes/repositories/outcomes.repository';
import {
  bookingRequestSchema,
  channelDriveEventSchema,
  leadCaptureSchema,
  orderIntentSchema,
  OUTCOME_COLLECTIONS,
  supportTicketStubSchema,
} from './outcomes/schemas/outcome.schema';
import { ContactNotesRepository } from './repositories/contact-notes.repository';
import { ContactsRepository } from './repositories/contacts.repository';
import { CrmTasksRepository } from './repositories/crm-tasks.repository';
import { ContactNoteRow, ContactNoteSchema } from './schemas/contact-note.schema';
import { ContactRow, ContactSchema } from './schemas/contact.schema';
import { CrmTaskRow, CrmTaskSchema } from './schemas/crm-task.schema';

@Module({
  imports: [
    MongooseModule.forFeature([
      { name: ContactRow.name, schema: ContactSchema },
      { name: ContactNoteRow.name, schema: ContactNoteSchema },
      { name: CrmTaskRow.name, schema: CrmTaskSchema },
      { name: OUTCOME_COLLECTIONS.lead, schema: leadCaptureSchema },
      { name: OUTCOME_COLLECTIONS.booking, schema: bookingRequestSchema },
      { name: OUTCOME_COLLECTIONS.order, schema: orderIntentSchema },
      { name: OUTCOME_COLLECTIONS.support, schema: supportTicketStubSchema },
      { name: OUTCOME_COLLECTIONS.drive_to_channel, schema: channelDriveEventSchema },
    ]),
  ],
  controllers: [ContactsController, NotesController, ContactTasksController, CrmTasksController, OutcomesController],
  providers: [
    ContactsRepository,
    ContactNotesRepository,
    CrmTasksRepository,
    Members,
    ContactEditor,
    ContactsService,
    NotesService,
    CrmTasksService,
    CrmEffects,
    OutcomesRepository,
    OutcomeCapture,
    OutcomesService,
    CrmFacade,
    CrmPersonalData,
  ],
  exports: [CrmFacade],
})
export class CrmModule {}
