import { DomainError } from './domain-error';

/** Where a page ends: the sort value and the id that breaks ties. */
export interface CursorPosition {
  at: Date;
  id: string;
}

export interface Page<T> {
  items: T[];
  /** Opaque; absent on the last page. */
  nextCursor?: string;
}

export function encodeCursor(position: CursorPosition): string {
  return Buffer.from(`${position.at.getTime()}.${position.id}`).toString('base64url');
}

export function decodeCursor(cursor: string): CursorPosition {
  const match = /^(\d{1,15})\.([\w:-]{1,128})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match?.[1] || !match[2]) throw invalidCursor();
  return { at: new Date(Number(match[1])), id: match[2] };
}

export const invalidCursor = (): DomainError =>
  new DomainError('CURSOR.INVALID', 'invalid', 'The cursor is not one that this API gave out.', {
    fields: [{ field: 'cursor', rule: 'must be a nextCursor of an earlier page' }],
  });

/** Cuts one row too many off a query for `limit + 1` rows and turns it into the cursor of the next page. */
export function pageOf<T>(rows: readonly T[], limit: number, positionOf: (row: T) => CursorPosition): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, nextCursor: encodeCursor(positionOf(last)) } : { items };
}
