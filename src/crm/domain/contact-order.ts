import { DomainError } from '../../shared/kernel';
import type { Contact } from './contact';
import { keysOf } from './contact-keys';
import { CONTACT_SORTS, type ContactSort } from './contact-filter';

/** Where a page of contacts ends. */
export interface ContactPosition {
  sort: ContactSort;
  /** A time, or the folded name. */
  value: Date | string;
  id: string;
}

interface Order {
  field: 'createdAt' | 'updatedAt' | 'nameOrder';
  direction: 1 | -1;
}

const ORDERS: Readonly<Record<ContactSort, Order>> = {
  newest: { field: 'createdAt', direction: -1 },
  oldest: { field: 'createdAt', direction: 1 },
  changed: { field: 'updatedAt', direction: -1 },
  name: { field: 'nameOrder', direction: 1 },
};

export const orderOf = (sort: ContactSort): Record<string, 1 | -1> => {
  const { field, direction } = ORDERS[sort];
  return { [field]: direction, _id: direction };
};

/**
 * Conditions for the page behind the position. The bound beside the $or lets the index scan begin where the last page ended.
 */
export function behind({ sort, value, id }: ContactPosition): Record<string, unknown>[] {
  const { field, direction } = ORDERS[sort];
  const [past, bound] = direction === 1 ? ['$gt', '$gte'] : ['$lt', '$lte'];
  return [
    { [field]: { [bound]: value } },
    { $or: [{ [field]: { [past]: value } }, { [field]: value, _id: { [past]: id } }] },
  ];
}

export function positionOf(sort: ContactSort, contact: Contact): ContactPosition {
  const { field } = ORDERS[sort];
  const value = field === 'nameOrder' ? keysOf(contact).nameOrder : contact[field];
  return { sort, value, id: contact.id };
}

export function encodePosition({ sort, value, id }: ContactPosition): string {
  const key = value instanceof Date ? value.getTime() : value;
  return Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');
}

/** @throws DomainError CURSOR.INVALID, also for the cursor of a list that was sorted otherwise. */
export function decodePosition(cursor: string, sort: ContactSort): ContactPosition {
  const [of, key, id] = partsOf(cursor);
  const wanted = ORDERS[sort].field === 'nameOrder' ? 'string' : 'number';
  if (of !== sort || typeof key !== wanted || typeof id !== 'string') throw invalidCursor();
  const value = typeof key === 'number' ? new Date(key) : String(key);
  if (value instanceof Date && Number.isNaN(value.getTime())) throw invalidCursor();
  return { sort, value, id };
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(parts) && CONTACT_SORTS.includes(parts[0] as ContactSort) ? parts : [];
  } catch {
    return [];
  }
}

const invalidCursor = () =>
  new DomainError('CURSOR.INVALID', 'invalid', 'The cursor is not one that this list gave out.', {
    fields: [{ field: 'cursor', rule: 'must be a nextCursor of an earlier page' }],
  });
