import type { FieldProblem } from '../../shared/kernel';
import type { ContactChanges } from './contact-changes';
import { EXTERNAL_ID, EXTERNAL_ID_MAX, FIELD_KEY } from './contact-values';

/** What a column can be; beside these, `fields.<key>` of a custom field. */
export const IMPORT_TARGETS = [
  'name',
  'email',
  'phone',
  'tags',
  'stage',
  'marketingConsent',
  'externalId',
  'accountId',
  'participantId',
] as const;

/** By what a row finds the contact that it is about. `identity`: by `accountId` and `participantId`. */
export const IMPORT_KEYS = ['email', 'phone', 'externalId', 'identity'] as const;
export type ImportKey = (typeof IMPORT_KEYS)[number];

export const EXISTING = ['update', 'skip'] as const;

export interface ImportPlan {
  /** By position of the column; null: it is not imported. */
  columns: readonly (string | null)[];
  key?: ImportKey;
  /** What becomes of contacts that are there already. */
  existing: (typeof EXISTING)[number];
  /** Everything is checked and nothing is changed. */
  dryRun: boolean;
}

/** What a row says; empty cells say nothing. */
export interface ImportedRow {
  changes: ContactChanges;
  externalId?: string;
  identity?: { accountId: string; participantId: string };
}

/** Columns by their heads, or what is wrong with the mapping. */
export function columnsOf(heads: readonly string[], mapping: Readonly<Record<string, unknown>>) {
  const problems: FieldProblem[] = [];
  const targets = Object.entries(mapping).flatMap(([head, target]) => {
    const field = `mapping.${head.slice(0, 60)}`;
    if (!heads.includes(head)) problems.push({ field, rule: 'must be the head of a column' });
    else if (typeof target !== 'string' || !isTarget(target)) problems.push({ field, rule: `must be one of ${KNOWN}` });
    else return [[head, target] as const];
    return [];
  });
  const names = targets.map(([, target]) => target);
  if (new Set(names).size !== names.length) problems.push({ field: 'mapping', rule: 'must name everything once' });
  if (names.length === 0 && problems.length === 0) problems.push({ field: 'mapping', rule: 'must name a column' });
  const byHead = new Map(targets);
  return { problems, columns: heads.map((head) => byHead.get(head) ?? null) };
}

/** What the key needs in the mapping. */
export function keyProblems(columns: readonly (string | null)[], key: ImportKey | undefined): FieldProblem[] {
  const needed = key === undefined ? [] : key === 'identity' ? ['accountId', 'participantId'] : [key];
  return needed
    .filter((target) => !columns.includes(target))
    .map((target) => ({ field: 'key', rule: `needs a column for ${target}` }));
}

/** A mapping for heads that are called as what they hold. */
export function guessedMapping(heads: readonly string[]): Record<string, string> {
  const taken = new Set<string>();
  const entries = heads.flatMap((head) => {
    const target = GUESSES[head.toLowerCase().replaceAll(/[^a-z]/g, '')];
    if (target === undefined || taken.has(target)) return [];
    taken.add(target);
    return [[head, target] as const];
  });
  return Object.fromEntries(entries);
}

export function rowOf(cells: readonly string[], { columns }: ImportPlan): ImportedRow {
  const values = new Map(
    columns.flatMap((target, index) => {
      const text = cells[index]?.trim() ?? '';
      return target === null || text === '' ? [] : [[target, text] as const];
    }),
  );
  const fields = [...values].filter(([target]) => target.startsWith(FIELDS));
  const [accountId, participantId, externalId] = ['accountId', 'participantId', 'externalId'].map((name) =>
    values.get(name),
  );
  return {
    changes: {
      set: {
        ...Object.fromEntries(PLAIN.flatMap((name) => (values.has(name) ? [[name, values.get(name)]] : []))),
        ...(fields.length === 0
          ? {}
          : { fields: Object.fromEntries(fields.map(([target, text]) => [target.slice(FIELDS.length), text])) }),
      },
      addTags: tagsOf(values.get('tags') ?? ''),
    },
    ...(externalId === undefined ? {} : { externalId }),
    ...(accountId === undefined || participantId === undefined ? {} : { identity: { accountId, participantId } }),
  };
}

/** What is wrong with the ids of a row; the rest is checked as any change. */
export function idProblems({ externalId, identity }: ImportedRow): FieldProblem[] {
  const isLine = externalId === undefined || (EXTERNAL_ID.test(externalId) && externalId.length <= EXTERNAL_ID_MAX);
  const ids = identity === undefined ? [] : Object.entries(identity);
  return [
    ...(isLine ? [] : [{ field: 'externalId', rule: `must be at most ${EXTERNAL_ID_MAX} characters without spaces` }]),
    ...ids.flatMap(([field, id]) => (CHANNEL_ID.test(id) ? [] : [{ field, rule: 'must be an id' }])),
  ];
}

const FIELDS = 'fields.';
const PLAIN = ['name', 'email', 'phone', 'stage', 'marketingConsent'] as const;
const KNOWN = [...IMPORT_TARGETS, 'fields.<key>'].join(', ');
const CHANNEL_ID = /^[\w-]{1,64}$/;

const isTarget = (target: string): boolean =>
  IMPORT_TARGETS.some((known) => known === target) ||
  (target.startsWith(FIELDS) && FIELD_KEY.test(target.slice(FIELDS.length)));

const tagsOf = (text: string): string[] =>
  text
    .split(/[,;|]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');

const GUESSES: Readonly<Record<string, string>> = {
  name: 'name',
  fullname: 'name',
  displayname: 'name',
  email: 'email',
  emailaddress: 'email',
  mail: 'email',
  phone: 'phone',
  phonenumber: 'phone',
  mobile: 'phone',
  tags: 'tags',
  labels: 'tags',
  stage: 'stage',
  consent: 'marketingConsent',
  marketingconsent: 'marketingConsent',
  id: 'externalId',
  externalid: 'externalId',
  accountid: 'accountId',
  participantid: 'participantId',
};
