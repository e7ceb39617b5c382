import { z } from 'zod';
import type { FieldProblem } from '../../../shared/kernel';
import { changedContent, type DraftContent, EMPTY_CONTENT } from './draft-content';

export const FLOW_FILE_FORMAT = 'parley-flow';
export const FLOW_FILE_VERSION = 1;

/** A flow as a file: to keep, to review, to take to another installation. */
export interface FlowFile extends DraftContent {
  format: typeof FLOW_FILE_FORMAT;
  formatVersion: typeof FLOW_FILE_VERSION;
  name: string;
  description: string;
}

export interface NamedContent {
  name: string;
  description: string;
  content: DraftContent;
}

export type ParsedFile = ({ ok: true } & NamedContent) | { ok: false; problems: FieldProblem[] };

const fileSchema = z.strictObject({
  format: z.literal(FLOW_FILE_FORMAT, { error: `must be "${FLOW_FILE_FORMAT}"` }),
  formatVersion: z.literal(FLOW_FILE_VERSION, {
    error: `must be ${FLOW_FILE_VERSION}: this file is of another version`,
  }),
  name: z.string().trim().min(1).max(120),
  description: z.string().max(2_000).default(''),
  definition: z.unknown(),
  exposedFields: z.unknown().optional(),
  display: z.unknown().optional(),
  tests: z.unknown().optional(),
});

export function fileOf({ name, description, content }: NamedContent): FlowFile {
  return { format: FLOW_FILE_FORMAT, formatVersion: FLOW_FILE_VERSION, name, description, ...content };
}

/** What the file holds, or what is wrong with it at which place. A flow that cannot be published yet is no problem. */
export function parseFile(source: unknown): ParsedFile {
  const parsed = fileSchema.safeParse(source);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOfIssue(issue)) };
  const { name, description, definition, exposedFields, display, tests } = parsed.data;
  if (definition === undefined) return { ok: false, problems: [{ field: 'definition', rule: 'is required' }] };
  const content = changedContent(EMPTY_CONTENT, { definition, exposedFields, display, tests });
  return content.ok ? { ok: true, name, description, content: content.content } : content;
}

function problemsOfIssue(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), rule: 'is not a known field' }));
  return [{ field: issue.path.join('.') || 'file', rule: issue.message }];
}
