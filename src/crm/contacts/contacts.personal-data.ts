import { onlyFields, type PersonalCollection, wholeRows } from '../../workspace';
import { CONTACT_FIELDS } from '../schemas/contact-field.schema';
import { CONTACT_MERGES } from '../schemas/contact-merge.schema';
import { CONTACT_POINTERS } from '../schemas/contact-pointer.schema';
import { CRM_JOB_PIECES, CRM_JOBS } from '../schemas/crm-job.schema';
import { PIPELINES } from '../schemas/pipeline.schema';
import { CONTACT_SEGMENTS } from '../schemas/segment.schema';

/** What a workspace keeps around its contacts. Whoever was merged into a contact goes with it. */
export const CONTACTS_COLLECTIONS: readonly PersonalCollection[] = [
  {
    collection: CONTACT_POINTERS,
    hidden: ['merges'],
    contact: ({ workspaceId, contactIds }) => wholeRows({ workspaceId, contactId: { $in: contactIds } }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
  {
    collection: CONTACT_MERGES,
    hidden: ['merged', 'revision', 'settled', 'settleAt', 'expiresAt'],
    contact: ({ workspaceId, contactIds: ids }) =>
      wholeRows({ workspaceId, $or: [{ holder: { $in: ids } }, { from: { $in: ids } }] }),
    member: ({ workspaceId, userId }) => onlyFields(['mergedBy'], { workspaceId, mergedBy: userId }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
  {
    collection: CONTACT_FIELDS,
    hidden: [],
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
  {
    collection: PIPELINES,
    hidden: ['revision'],
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
  {
    collection: CONTACT_SEGMENTS,
    hidden: [],
    member: ({ workspaceId, userId }) => onlyFields(['createdBy'], { workspaceId, createdBy: userId }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
  {
    collection: CRM_JOBS,
    hidden: ['step', 'cursor', 'leftOut', 'admitted', 'attempts', 'dueAt', 'expiresAt'],
    member: ({ workspaceId, userId }) => onlyFields(['createdBy'], { workspaceId, createdBy: userId }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
  {
    // An export lies there for 7 days; who is erased meanwhile takes the part along in which they are.
    collection: CRM_JOB_PIECES,
    hidden: 'all',
    contact: ({ workspaceId, contactIds }) => wholeRows({ workspaceId, contactIds: { $in: contactIds } }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
];
