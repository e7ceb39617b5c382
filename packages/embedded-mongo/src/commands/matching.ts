import { withoutPauses } from '../pace';
import { type CompileContext } from '../query';
import type { PreparedQuery } from '../store/document-store';
import type { Collection } from '../store/collection';
import type { Row } from '../store/query';
import type { Document } from '../types';
import { hintOf, optionalDocument } from './arguments';
import type { CommandContext } from './command';

export interface Matches {
  readonly query: PreparedQuery;
  readonly rows: Row[];
}

/**
 * The documents that one write statement applies to. Compiles the filter also when the collection is missing.
 * `statement` may carry `hint` and `sort`; `limit` 0 means all.
 */
export function matchForWrite(
  { services, transaction }: CommandContext,
  collection: Collection | undefined,
  filter: Document,
  options: { statement: Document; context: CompileContext; limit: number },
): Matches {
  const { statement, context, limit } = options;
  const query = services.store.prepare(collection, {
    filter,
    context,
    sort: optionalDocument(statement, 'sort'),
    limit: limit === 0 ? Infinity : limit,
    hint: hintOf(statement),
    transaction,
  });
  return { query, rows: [...withoutPauses(query.rows())] };
}
