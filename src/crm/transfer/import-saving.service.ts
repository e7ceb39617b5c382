import { Injectable } from '@nestjs/common';
import { isDuplicateKey, Transactions } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { type AccountId, Clock, stableId } from '../../shared/kernel';
import { ContactBatches } from '../contacts/contact-batches.service';
import type { Contact } from '../domain/contact';
import { changedNames, type CheckedChanges, editedContact, editOf } from '../domain/contact-changes';
import { contactChanged } from '../domain/contact-event';
import type { CrmJob, JobProgress, RowProblem } from '../domain/crm-job';
import { tracesOf } from '../domain/erased-people';
import type { ImportedRow } from '../domain/import-row';
import { blankContact } from '../contacts/new-contacts.service';
import { ContactsRepository } from '../repositories/contacts.repository';
import { CrmJobsRepository } from '../repositories/crm-jobs.repository';

/** What became of a line; a line with problems changes nothing. */
export type LineResult =
  { kind: keyof Pick<JobProgress, 'created' | 'updated' | 'unchanged'> } | { problems: RowProblem[] };

/** What an import writes. */
@Injectable()
export class ImportSaving {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly jobs: CrmJobsRepository,
    private readonly batches: ContactBatches,
    private readonly events: DomainEvents,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  async insert(job: CrmJob, line: number, row: ImportedRow, wanted: CheckedChanges): Promise<LineResult> {
    const { workspaceId } = job;
    const id = importedId(job, line);
    const blank = { ...blankContact({ id, workspaceId, source: 'import', ...externalOf(row) }, this.clock.now()) };
    const edit = editOf(blank, wanted);
    if (!edit.ok) return { problems: edit.problems.map((one) => ({ line, ...one })) };
    const contact = { ...editedContact(blank, edit.value, blank.createdAt), identities: identitiesOf(row) };
    const edited = changedNames(edit.value);
    try {
      // Together: a line that is read again finds its contact, and tells nothing any more.
      const isAdmitted = await this.transactions.run(async () => {
        if (!(await this.jobs.admit(job, tracesOf(workspaceId, contact)))) return false;
        await this.contacts.insert(contact, { edited });
        await this.events.record(contactChanged(contact, 'created', edited, contact.createdAt));
        return true;
      });
      if (!isAdmitted) return leftOut(line);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return { problems: [{ line, field: await this.takenField(contact), rule: 'is that of another contact' }] };
    }
    return { kind: 'created' };
  }

  private async takenField({ workspaceId, externalId }: Contact): Promise<string> {
    const holder = externalId === undefined ? null : await this.contacts.findExternal(workspaceId, externalId);
    return holder === null ? 'participantId' : 'externalId';
  }

  /** Once for a line of a file, even if somebody changes the contact before the line is read again. */
  async update(job: CrmJob, line: number, known: Contact, wanted: CheckedChanges): Promise<void> {
    const effectId = stableId('import-line', job.id, String(line));
    await this.batches.apply(job.workspaceId, [{ contactId: known.id, wanted, effectId }]);
  }
}

/** They were erased while the file is read. */
export const leftOut = (line: number): LineResult => ({
  problems: [{ line, field: 'row', rule: 'is about somebody whose data was erased' }],
});

/** Of the contact that a line makes: the same, however often it is read. */
export const importedId = ({ id, workspaceId }: Pick<CrmJob, 'id' | 'workspaceId'>, line: number): Contact['id'] =>
  stableId('imported-contact', workspaceId, id, String(line));

const externalOf = ({ externalId }: ImportedRow) => (externalId === undefined ? {} : { externalId });

export function identitiesOf({ identity }: ImportedRow): Contact['identities'] {
  if (identity === undefined) return [];
  const { accountId, participantId } = identity;
  return [{ accountId: accountId as AccountId, participantId }];
}
