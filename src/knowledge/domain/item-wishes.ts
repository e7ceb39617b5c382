import type { FieldProblem } from '../../shared/kernel';
import { type AddedKind, type KnowledgeItem, TITLE_MAX } from './knowledge-item';

/** What somebody wants an item to be. */
export interface NewItem {
  kind: Exclude<AddedKind, 'upload'>;
  /** Of a question: the question itself. */
  title?: string;
  /** Of a question: the answer. */
  content?: string;
  url?: string;
}

export interface ContentChanges {
  title?: string;
  content?: string;
  url?: string;
}

export interface ItemContent {
  title: string;
  content?: string;
  url?: string;
}

export type Checked = { ok: true; content: ItemContent } | { ok: false; problems: FieldProblem[] };

/** What the new item is to say, or what is wrong with it. */
export function contentOf(item: NewItem): Checked {
  return item.kind === 'page' ? pageOf(item) : textOf(item);
}

/** The content of an item after a change; null when it stays as it is. `before`: as it was typed in. */
export function changedContent(
  { kind, title, source }: KnowledgeItem,
  before: string | undefined,
  changes: ContentChanges,
): Checked | null {
  const isPage = kind === 'page';
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const now = isPage ? { title, url: source.url } : { title, content: before };
  const after = contentOf({ kind: isPage || kind === 'question' ? kind : 'text', ...now, ...given });
  if (!after.ok) return after;
  const same = after.content.title === title && after.content.url === source.url;
  return same && (isPage || after.content.content === before) ? null : after;
}

function pageOf({ title = '', content = '', url }: NewItem): Checked {
  if (url === undefined) return refused('url', 'is required of a page');
  if (content !== '') return refused('content', 'is read from the page');
  return { ok: true, content: { title: trimmed(title) || url, url } };
}

function textOf({ kind, title = '', content = '', url }: NewItem): Checked {
  if (url !== undefined) return refused('url', 'only pages have one');
  if (trimmed(title) === '')
    return refused('title', kind === 'question' ? 'must be the question' : 'must not be empty');
  if (content.trim() === '') return refused('content', 'must not be empty');
  return { ok: true, content: { title: trimmed(title), content: content.trim() } };
}

/** A file without a title is called by its name. */
export const uploadTitle = (title: string | undefined, fileName: string): string =>
  trimmed(title ?? '') || trimmed(fileName.replace(/\.[^.]{1,10}$/, '')) || 'File';

const trimmed = (text: string): string => text.replaceAll(/\s+/g, ' ').trim().slice(0, TITLE_MAX);
const refused = (field: string, rule: string): Checked => ({ ok: false, problems: [{ field, rule }] });
