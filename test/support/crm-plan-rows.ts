import type { Abstract, Type } from '@nestjs/common';
import type { Contact } from '../../src/crm/domain/contact';
import type { ContactFilter, ContactSort } from '../../src/crm/domain/contact-filter';
import type { ContactMerge } from '../../src/crm/domain/contact-merge';
import { NO_PROGRESS } from '../../src/crm/domain/crm-job';
import { ContactFieldsRepository } from '../../src/crm/repositories/contact-fields.repository';
import { CrmJobPiecesRepository } from '../../src/crm/repositories/crm-job-pieces.repository';
import { CrmJobsRepository } from '../../src/crm/repositories/crm-jobs.repository';
import { ContactMergesRepository } from '../../src/crm/repositories/contact-merges.repository';
import { CrmReferencesRepository } from '../../src/crm/repositories/crm-references.repository';
import { OutcomesRepository } from '../../src/crm/outcomes/repositories/outcomes.repository';
import { PipelinesRepository } from '../../src/crm/repositories/pipelines.repository';
import { ContactListsRepository } from '../../src/crm/repositories/contact-lists.repository';
import { ContactMirrorsRepository } from '../../src/crm/repositories/contact-mirrors.repository';
import { ContactsRepository } from '../../src/crm/repositories/contacts.repository';
import { SegmentsRepository } from '../../src/crm/repositories/segments.repository';
import type { AccountId, ContactId, ConversationId, UserId, WorkspaceId } from '../../src/shared/kernel';

type Row = [string, () => Promise<unknown>, string[]];
type Get = <T>(type: Type<T> | Abstract<T>) => T;
type Erase = (collection: string, filter: Record<string, unknown>) => Promise<unknown>;

const workspaceId = 'w1' as WorkspaceId;
const contactId = 'c' as ContactId;
const at = new Date();
const bounds = { most: 100, looked: 100 };
const after = { at, id: 'x' };
const job = { id: 'j', workspaceId, step: 0, progress: NO_PROGRESS };
const move = { workspaceId, mergeId: 'm', from: contactId, to: 'd' as ContactId };
const toChange = { contact: { id: contactId, workspaceId } as Contact, revision: 1, effects: [], edits: {} };
const next = { id: contactId, workspaceId, identities: [], tags: [], stage: 'new', fields: {} } as unknown as Contact;

/** What the lists and jobs of contacts ask the database, and by which indexes it answers. */
export function crmPlanRows(get: Get, erasing: Erase): Row[] {
  return [...contactRows(get), ...listRows(get), ...mergeRows(get, erasing), ...jobRows(get, erasing)];
}

function contactRows(get: Get): Row[] {
  const contacts = () => get(ContactsRepository);
  const person = { workspaceId, accountId: 'a' as never, participantId: 'p' };
  return [
    ['a contact', () => contacts().findById(workspaceId, contactId), ['_id_']],
    ['several contacts', () => contacts().findMany(workspaceId, [contactId]), ['_id_']],
    ['a contact by an identity', () => contacts().findPerson(person), ['identity']],
    ['a contact by the id of another system', () => contacts().findExternal(workspaceId, 'x'), ['external-id']],
    ['a contact is changed', () => contacts().save(toChange, next, { at, effectId: 'e' }), ['_id_']],
    ['contacts to be copied', () => get(ContactMirrorsRepository).due(at, 100), ['mirror-due']],
    ['a contact is copied', () => get(ContactMirrorsRepository).done(workspaceId, contactId, 1), ['_id_']],
    ['custom fields', () => get(ContactFieldsRepository).list(workspaceId), ['key']],
    ['segments', () => get(SegmentsRepository).list(workspaceId), ['name']],
    ['pipelines', () => get(PipelinesRepository).list(workspaceId), ['stage']],
  ];
}

function listRows(get: Get): Row[] {
  const lists = () => get(ContactListsRepository);
  const list = (filter: ContactFilter, sort: ContactSort = 'newest') => {
    const value = sort === 'name' ? 'mia' : at;
    return () => lists().list(workspaceId, [filter], { sort, limit: 26, after: { sort, value, id: 'x' } });
  };
  return [
    ['contacts', list({}), ['newest']],
    ['contacts, oldest first', list({}, 'oldest'), ['newest']],
    ['contacts, changed last in front', list({}, 'changed'), ['changed']],
    ['contacts by name', list({}, 'name'), ['name']],
    ['contacts in a stage', list({ stage: 'new' }), ['stage-newest']],
    ['contacts with a tag', list({ tag: 'vip' }), ['tag-newest']],
    ['contacts of a member', list({ ownerId: 'u' as UserId }), ['owner-newest']],
    ['contacts who reached a goal', list({ goal: 'lead' }), ['goal-newest']],
    ['contacts by words', list({ q: 'mia' }), ['terms-newest']],
    ['contacts by a custom field', list({ field: { key: 'size', value: 'M' } }), ['field-newest']],
    [
      'the number of contacts in a stage',
      () => lists().count(workspaceId, [{ stage: 'new' }], bounds),
      ['stage-newest'],
    ],
    [
      'the number of contacts in a stage without a tag',
      () => lists().count(workspaceId, [{ stage: 'new', withoutTag: 'vip', createdFrom: at }], bounds),
      ['stage-newest'],
    ],
    ['the tags of the newest contacts', () => lists().tags(workspaceId, { limit: 10, looked: 100 }), ['newest']],
    ['tags that begin so', () => lists().tags(workspaceId, { limit: 10, looked: 100, beginning: 'v' }), ['tag-newest']],
    ['what contacts may be known by', () => lists().keys(workspaceId, 500, after), ['newest']],
    ['contacts with a tag, for a job', () => lists().ids(workspaceId, { tag: 'vip' }, 100), ['tag-newest']],
    ['contacts who may be one', () => lists().matching(workspaceId, ['email:a@b.example'], 20), ['match']],
  ];
}

function mergeRows(get: Get, erasing: Erase): Row[] {
  const merges = () => get(ContactMergesRepository);
  const lanes = { ...move, conversationIds: ['l' as ConversationId] };
  const merge: ContactMerge = {
    ...{ id: 'm', workspaceId, from: contactId, to: contactId, holder: contactId, lanes: [], revision: 1 },
    ...{ status: 'merged', at, undoUntil: at, settled: 0 },
  };
  return [
    ['merges', () => merges().list(workspaceId, { limit: 26, after }), ['newest']],
    ['merges into a contact', () => merges().list(workspaceId, { holder: contactId, limit: 26 }), ['holder-newest']],
    ['whether a merge was the last into a contact', () => merges().hasLater(merge), ['holder-newest']],
    [
      'what merged contacts were, of an account that is erased',
      () => merges().dropIdentities(workspaceId, [contactId], 'a' as AccountId),
      ['holder-newest'],
    ],
    ['whom contacts took in', () => get(ContactsRepository).formerIds(workspaceId, [contactId]), ['of-contact']],
    ['a merge that is made again', () => merges().stopGoingBack(workspaceId, contactId), ['from']],
    ['who was merged into a contact', () => merges().takenInBy(workspaceId, [contactId]), ['holder-newest']],
    ['merges to settle', () => merges().due(at, 50), ['settle-due']],
    ['merges into a merged contact', () => get(CrmReferencesRepository).follow(lanes), ['holder-newest', 'of-contact']],
    [
      'merges into a contact that goes back',
      () => get(CrmReferencesRepository).goBack(lanes),
      ['holder-newest', 'of-contact'],
    ],
    [
      'the conversations that reached a goal',
      () => get(OutcomesRepository).lanesOf(workspaceId, 'lead', [contactId]),
      ['contact-newest'],
    ],
    ['outcomes of a merged contact', () => get(OutcomesRepository).moveAlong(lanes), ['contact-newest']],
    ['outcomes of a contact that goes back', () => get(OutcomesRepository).moveBack(lanes), ['contact-newest']],
    ['erasing merges by a member', () => erasing('contactMerges', { workspaceId, mergedBy: 'u' }), ['merger']],
    ['erasing segments of a member', () => erasing('contactSegments', { workspaceId, createdBy: 'u' }), ['creator']],
  ];
}

function jobRows(get: Get, erasing: Erase): Row[] {
  const jobs = () => get(CrmJobsRepository);
  const pieces = () => get(CrmJobPiecesRepository);
  const rows = async () => {
    for await (const row of pieces().rowsOf(job)) expect(row).toBeDefined();
  };
  return [
    ['jobs of the CRM', () => jobs().list(workspaceId, 26, after), ['newest']],
    ['the next step of a job', () => jobs().take(at, at), ['due']],
    ['imports leave somebody out', () => jobs().leaveOut(workspaceId, ['t']), ['newest']],
    ['an import lets somebody in', () => jobs().admit(job, ['t']), ['_id_']],
    ['a job ends', () => jobs().end(job, 'failed', at), ['_id_']],
    ['a piece of an import', () => pieces().linesAt(job, 0), ['_id_']],
    ['the pieces of an export', rows, ['of-job']],
    ['the pieces of a job are removed', () => pieces().remove(job), ['of-job']],
    ['erasing jobs of a member', () => erasing('crmJobs', { workspaceId, createdBy: 'u' }), ['creator']],
    ['erasing exports of a contact', () => erasing('crmJobPieces', { workspaceId, contactIds: 'c' }), ['of-contact']],
  ];
}
