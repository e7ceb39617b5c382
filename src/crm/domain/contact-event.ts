import type { DomainEvent } from '../../shared/events';
import { stableId } from '../../shared/kernel';
import type { ContactMirror } from '../contact-references.port';
import type { Contact } from './contact';

/** `change`: what tells this change from others of the contact: its revision, or the effect. */
export const contactChanged = (
  { id, workspaceId }: Pick<Contact, 'id' | 'workspaceId'>,
  change: string,
  changed: readonly string[],
  at: Date,
): DomainEvent => ({
  id: stableId('contact.changed', id, change),
  type: 'contact.changed',
  workspaceId,
  at,
  subjectId: id,
  data: { changed: [...changed] },
});

export const mirrorOf = (
  { id, workspaceId, tags, stage, goals = [], ownerId }: Contact,
  revision: number,
): ContactMirror => ({
  workspaceId,
  contactId: id,
  revision,
  tags,
  stage,
  goals,
  ...(ownerId === undefined ? {} : { ownerId }),
});
