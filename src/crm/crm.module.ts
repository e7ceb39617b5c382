import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { ContactEditing } from './contacts/contact-editing.facade';
import { ContactEditor } from './contacts/contact-editor';
import { ContactLinks } from './contacts/contact-links.service';
import { ContactTasksController } from './tasks/contact-tasks.controller';
import { ContactsController } from './contacts/contacts.controller';
import { ContactsService } from './contacts/contacts.service';
import { CrmEffects } from './crm-effects';
import { CrmFacade } from './crm.facade';
import { CONTACTS_CONTROLLERS, CONTACTS_MODELS, CONTACTS_SERVICES } from './crm.providers';
import { CrmPersonalData } from './crm.personal-data';
import { CrmTasksController } from './tasks/crm-tasks.controller';
import { CrmTasksService } from './tasks/crm-tasks.service';
import { FlowWritings } from './contacts/flow-writings';
import { Members } from './members';
import { NoteAndTaskPlaces } from './note-and-task-places';
import { NoteNews } from './notes/note-news';
import { NotesController } from './notes/notes.controller';
import { NotesService } from './notes/notes.service';
import { OpenOutcomes } from './outcomes/open-outcomes.facade';
import { OutcomeCapture } from './outcomes/outcome-capture.service';
import { OutcomeLinks } from './outcomes/outcome-links.service';
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
import { RemindOfTasksJob } from './tasks/remind-of-tasks.job';
import { OutcomeFacts } from './outcomes/outcome-facts.facade';
import { ContactNotesRepository } from './repositories/contact-notes.repository';
import { ContactsRepository } from './repositories/contacts.repository';
import { CrmTasksRepository } from './repositories/crm-tasks.repository';
import { ContactNoteRow, ContactNoteSchema } from './schemas/contact-note.schema';
import { ContactRow, ContactSchema } from './schemas/contact.schema';
import { CrmTaskRow, CrmTaskSchema } from './schemas/crm-task.schema';
import { SupportStubs } from './support-stubs.facade';
import { TaskLists } from './tasks/task-lists.service';
import { WorkspaceModule } from '../workspace';

@Module({
  imports: [
    WorkspaceModule,
    MongooseModule.forFeature([
      ...CONTACTS_MODELS,
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
  controllers: [
    ...CONTACTS_CONTROLLERS,
    ContactsController,
    NotesController,
    ContactTasksController,
    CrmTasksController,
    OutcomesController,
  ],
  providers: [
    ...CONTACTS_SERVICES,
    ContactsRepository,
    ContactNotesRepository,
    CrmTasksRepository,
    Members,
    ContactLinks,
    ContactEditor,
    ContactsService,
    NoteAndTaskPlaces,
    NoteNews,
    NotesService,
    CrmTasksService,
    TaskLists,
    RemindOfTasksJob,
    OutcomeLinks,
    SupportStubs,
    FlowWritings,
    CrmEffects,
    OutcomeFacts,
    OutcomesRepository,
    OutcomeCapture,
    OutcomesService,
    OpenOutcomes,
    CrmFacade,
    ContactEditing,
    CrmPersonalData,
  ],
  exports: [OpenOutcomes, ContactEditing, CrmFacade, OutcomeFacts, SupportStubs],
})
export class CrmModule {}
