import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import type { Contact } from '../domain/contact';
import { decodePosition, encodePosition, positionOf } from '../domain/contact-order';
import type { CrmJob, StepOutcome } from '../domain/crm-job';
import { CrmJobPiecesRepository, type ExportedRow } from '../repositories/crm-job-pieces.repository';
import type { CrmJobWork } from '../jobs/crm-job-work';
import { ContactListsRepository } from '../repositories/contact-lists.repository';

const STEP = 500;
/** What people add meanwhile is behind where it began, so nobody is left out or comes twice. */
const SORT = 'newest';

/** Writes a table of contacts, a piece at a time. */
@Injectable()
export class ContactExportWork implements CrmJobWork {
  constructor(
    private readonly lists: ContactListsRepository,
    private readonly pieces: CrmJobPiecesRepository,
    private readonly clock: Clock,
  ) {}

  async step(job: CrmJob): Promise<StepOutcome> {
    if (job.task.kind !== 'export') return { progress: {}, isLast: true };
    const after = job.cursor === undefined ? {} : { after: decodePosition(job.cursor, SORT) };
    const page = { sort: SORT, limit: STEP, ...after } as const;
    const contacts = await this.lists.list(job.workspaceId, job.task.filters, page);
    const last = contacts.at(-1);
    if (last === undefined) return { progress: {}, isLast: true };
    const { columns } = job.task;
    const rows = contacts.map((contact) => rowOf(contact, columns));
    await this.pieces.putRows(job, job.step, { rows, contactIds: contacts.map(({ id }) => id), at: this.clock.now() });
    return {
      progress: { done: contacts.length },
      cursor: encodePosition(positionOf(SORT, last)),
      isLast: contacts.length < STEP,
    };
  }
}

export const EXPORT_COLUMNS = [
  'id',
  'externalId',
  'name',
  'email',
  'phone',
  'stage',
  'tags',
  'ownerId',
  'marketingConsent',
  'consentAt',
  'goals',
  'usernames',
  'createdAt',
  'updatedAt',
  'otherFields',
] as const;

/** Fields without a column of their own stand together, as JSON. */
function rowOf(contact: Contact, columns: readonly string[]): ExportedRow {
  const { id, externalId, name, email, phone, stage, ownerId, marketingConsent, consentAt } = contact;
  const { tags, goals = [], identities, fields, createdAt, updatedAt } = contact;
  const usernames = identities.flatMap(({ username }) => username ?? []).join(' ');
  const ofFields = Object.entries(fields).map(([key, value]) => [`fields.${key}`, value] as const);
  const others = Object.entries(fields).filter(([key]) => !columns.includes(`fields.${key}`));
  const other = others.length === 0 ? {} : { otherFields: JSON.stringify(Object.fromEntries(others)) };
  const known = { externalId, name, email, phone, ownerId, marketingConsent, consentAt };
  const given = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  const lists = { tags: tags.join(', '), goals: goals.join(', '), usernames };
  return { id, ...given, stage, ...lists, createdAt, updatedAt, ...other, ...Object.fromEntries(ofFields) };
}
