import { Global, Module } from '@nestjs/common';
import { getConnectionToken } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Connection } from 'mongoose';
import { CrmFacade, CrmModule } from '../../src/crm';
import { outcomeIndexes } from '../../src/crm/outcomes/schemas/outcome.schema';
import { contactNoteIndexes } from '../../src/crm/schemas/contact-note.schema';
import { contactIndexes } from '../../src/crm/schemas/contact.schema';
import { contactFieldIndexes } from '../../src/crm/schemas/contact-field.schema';
import { contactMergeIndexes } from '../../src/crm/schemas/contact-merge.schema';
import { contactPointerIndexes } from '../../src/crm/schemas/contact-pointer.schema';
import { crmJobIndexes } from '../../src/crm/schemas/crm-job.schema';
import { pipelineIndexes } from '../../src/crm/schemas/pipeline.schema';
import { segmentIndexes } from '../../src/crm/schemas/segment.schema';
import { crmTaskIndexes } from '../../src/crm/schemas/crm-task.schema';
import { AccessDirectory } from '../../src/shared/auth';
import { DomainEvents } from '../../src/shared/events';
import { MemberMails, WorkspaceGuard, WorkspaceModule, WorkspaceSettings } from '../../src/workspace';
import { AuditedChangesModule } from '../../src/shared/database';
import { type AccountId, type ContactId, Contributions, KernelModule, type WorkspaceId } from '../../src/shared/kernel';
import { AuditTrail } from '../../src/shared/observability';
import { RecordingAudit } from './audit';
import { MemoryAccessDirectory } from './http-app';
import { MemoryEvents } from './memory-events';
import { DefaultSettings } from './default-settings';
import { RecordingMemberMails } from './recording-member-mails';
import { createTestDatabase } from './test-database';

export const W1 = 'w1' as WorkspaceId;
export const AT = new Date('2026-01-01T00:00:00Z');

/** Everything of it that a test leaves out has a value. */
export const participant = (part: { contactId?: string; workspaceId?: string; participantId?: string } = {}) => ({
  workspaceId: (part.workspaceId ?? 'w1') as WorkspaceId,
  contactId: (part.contactId ?? 'c1') as ContactId,
  accountId: 'a1' as AccountId,
  participantId: part.participantId ?? 'p1',
});

export interface CrmOnTheStore {
  module: TestingModule;
  rows: Connection;
  crm: CrmFacade;
  directory: MemoryAccessDirectory;
  audit: RecordingAudit;
  events: MemoryEvents;
  mails: RecordingMemberMails;
  close(): Promise<void>;
}

@Global()
@Module({ providers: [{ provide: DomainEvents, useClass: MemoryEvents }], exports: [DomainEvents] })
class MemoryEventsModule {}

/** Settings at their defaults, mails that are only noted, and nobody who waits for others. */
@Module({
  providers: [
    { provide: MemberMails, useClass: RecordingMemberMails },
    { provide: WorkspaceSettings, useClass: DefaultSettings },
    { provide: WorkspaceGuard, useValue: { enter: () => Promise.resolve() } },
  ],
  exports: [MemberMails, WorkspaceSettings, WorkspaceGuard],
})
class WorkspaceStandInModule {}

/** The CRM alone, on a database of its own. */
export async function openCrm(): Promise<CrmOnTheStore> {
  const database = await createTestDatabase([
    ...contactIndexes,
    ...contactFieldIndexes,
    ...contactMergeIndexes,
    ...contactPointerIndexes,
    ...crmJobIndexes,
    ...pipelineIndexes,
    ...segmentIndexes,
    ...contactNoteIndexes,
    ...crmTaskIndexes,
    ...outcomeIndexes,
  ]);
  const module = await Test.createTestingModule({
    imports: [KernelModule, database.module, AuditedChangesModule, MemoryEventsModule, CrmModule],
  })
    .overrideModule(WorkspaceModule)
    .useModule(WorkspaceStandInModule)
    .compile();
  const directory = new MemoryAccessDirectory();
  const audit = new RecordingAudit();
  module.get(Contributions).provide(AccessDirectory, directory);
  module.get(Contributions).provide(AuditTrail, audit);
  return {
    module,
    rows: module.get<Connection>(getConnectionToken()),
    crm: module.get(CrmFacade),
    directory,
    audit,
    events: module.get<MemoryEvents>(DomainEvents),
    mails: module.get<RecordingMemberMails>(MemberMails),
    close: async () => {
      await module.close();
      await database.drop();
    },
  };
}
