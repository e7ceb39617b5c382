import { getConnectionToken } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Connection } from 'mongoose';
import { CrmFacade, CrmModule } from '../../src/crm';
import { outcomeIndexes } from '../../src/crm/outcomes/schemas/outcome.schema';
import { contactNoteIndexes } from '../../src/crm/schemas/contact-note.schema';
import { contactIndexes } from '../../src/crm/schemas/contact.schema';
import { crmTaskIndexes } from '../../src/crm/schemas/crm-task.schema';
import { AccessDirectory } from '../../src/shared/auth';
import { AuditedChangesModule } from '../../src/shared/database';
import { type AccountId, type ContactId, Contributions, KernelModule, type WorkspaceId } from '../../src/shared/kernel';
import { AuditTrail } from '../../src/shared/observability';
import { RecordingAudit } from './audit';
import { MemoryAccessDirectory } from './http-app';
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
  close(): Promise<void>;
}

/** The CRM alone, on a database of its own. */
export async function openCrm(): Promise<CrmOnTheStore> {
  const database = await createTestDatabase([
    ...contactIndexes,
    ...contactNoteIndexes,
    ...crmTaskIndexes,
    ...outcomeIndexes,
  ]);
  const module = await Test.createTestingModule({
    imports: [KernelModule, database.module, AuditedChangesModule, CrmModule],
  }).compile();
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
    close: async () => {
      await module.close();
      await database.drop();
    },
  };
}
