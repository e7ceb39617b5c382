import type { FieldProblem } from '../../../shared/kernel';
import { isNestedWithin } from '../../../shared/kernel';
import { isJsonObject, type Json, jsonBytes, type JsonObject } from '../json';

export const MAX_DRAFT_BYTES = 768 * 1_024;
const MAX_LEVELS = 30;

/** All that an author works on, right or not: only publishing needs a right one. */
export interface DraftContent {
  definition: JsonObject;
  exposedFields: Json[];
  display: JsonObject;
  /** Flow tests. */
  tests: Json[];
}

export const EMPTY_CONTENT: DraftContent = {
  definition: { nodes: [], edges: [] },
  exposedFields: [],
  display: {},
  tests: [],
};

export type ContentPart = keyof DraftContent;
export type ContentChange = { [Part in ContentPart]?: unknown };
export type ParsedContent = { ok: true; content: DraftContent } | { ok: false; problems: FieldProblem[] };

const PARTS: Readonly<Record<ContentPart, 'object' | 'list'>> = {
  definition: 'object',
  exposedFields: 'list',
  display: 'object',
  tests: 'list',
};

/** The content with the given parts in place of the earlier ones, if it can be kept at all. */
export function changedContent(before: DraftContent, change: ContentChange): ParsedContent {
  const content = { ...before, ...givenParts(change) };
  const problems = Object.entries(PARTS).flatMap(([part, shape]) =>
    problemsOfPart(part, shape, content[part as ContentPart]),
  );
  if (problems.length > 0) return { ok: false, problems };
  const kept = content as DraftContent;
  if (jsonBytes(kept as unknown as Json) > MAX_DRAFT_BYTES)
    return {
      ok: false,
      problems: [{ field: 'definition', rule: `must be at most ${MAX_DRAFT_BYTES} bytes with all that belongs to it` }],
    };
  return { ok: true, content: kept };
}

function givenParts(change: ContentChange): ContentChange {
  return Object.fromEntries(Object.entries(change).filter(([part, value]) => part in PARTS && value !== undefined));
}

function problemsOfPart(field: string, shape: 'object' | 'list', value: unknown): FieldProblem[] {
  const fits = shape === 'list' ? Array.isArray(value) : isJsonObject(value as Json);
  if (!fits) return [{ field, rule: shape === 'list' ? 'must be a list' : 'must be an object' }];
  return isNestedWithin(value, MAX_LEVELS)
    ? []
    : [{ field, rule: `must not be nested deeper than ${MAX_LEVELS} levels` }];
}
