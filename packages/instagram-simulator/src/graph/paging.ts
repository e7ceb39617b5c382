import type { GraphCall } from './graph-call';

const LARGEST_PAGE = 100;

export interface Paging {
  readonly cursors: { readonly before: string; readonly after: string };
  readonly next?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly paging: Paging | undefined;
}

interface Identified {
  readonly id?: string;
  readonly mid?: string;
}

/** A page by `limit` and `after`; a cursor stands for the last item seen, `next` is the whole address of the next page. */
export function page<T extends Identified>(
  all: readonly T[],
  { params, href }: Pick<GraphCall, 'params' | 'href'>,
  defaultLimit: number,
): Page<T> {
  const limit = Math.min(params.number('limit', defaultLimit), LARGEST_PAGE);
  const after = params.text('after');
  const start = after === undefined ? 0 : all.findIndex((item) => cursorOf(item) === after) + 1;
  const items = all.slice(start, start + limit);
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last) return { items, paging: undefined };
  const cursors = { before: cursorOf(first), after: cursorOf(last) };
  if (start + limit >= all.length) return { items, paging: { cursors } };
  const next = new URL(href);
  next.searchParams.set('limit', String(limit));
  next.searchParams.set('after', cursors.after);
  return { items, paging: { cursors, next: next.href } };
}

const cursorOf = (item: Identified): string => Buffer.from(item.mid ?? item.id ?? '').toString('base64url');
