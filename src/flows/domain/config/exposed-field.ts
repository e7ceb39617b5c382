import { z } from 'zod';

export const FIELD_TYPES = ['string', 'text', 'number', 'boolean', 'select', 'multi_select', 'json'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const MAX_FIELDS = 50;
const MAX_OPTIONS = 100;
const MAX_PATTERN = 300;

const KEY = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const NODE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const PATH = /^[A-Za-z0-9_-]{1,64}(?:\.[A-Za-z0-9_-]{1,64}){0,7}$/;

const label = z.string().trim().min(1).max(120);

const optionSchema = z.strictObject({ label, value: z.string().min(1).max(200) });

/** Where the editor of a workspace shows the field, and how. */
const uiSchema = z.strictObject({
  placeholder: z.string().max(200).optional(),
  helpText: z.string().max(500).optional(),
  group: z.string().max(80).optional(),
  order: z.int().min(0).max(1_000).optional(),
  widget: z.string().max(40).optional(),
});

/** Of numbers the least and the greatest, of texts their length in characters, of lists the number of members. */
const validationSchema = z.strictObject({
  min: z.number().optional(),
  max: z.number().optional(),
  /** Syntax of RE2, for texts: somewhere in the text unless it is anchored, whatever the case of letters. */
  pattern: z.string().min(1).max(MAX_PATTERN).optional(),
});

/** Into which node's data the value is written; without it, flows read the value as `config.<key>`. */
const sourceSchema = z.strictObject({
  nodeId: z.string().regex(NODE_ID, 'must be the id of a node'),
  path: z.string().regex(PATH, 'must be a dotted path inside the data of the node'),
});

/** Something of a flow that each workspace sets for itself. */
export const exposedFieldSchema = z.strictObject({
  key: z.string().regex(KEY, 'must be 1 to 64 letters, digits or "_", starting with a letter'),
  label,
  type: z.enum(FIELD_TYPES),
  description: z.string().max(500).optional(),
  required: z.boolean().default(false),
  defaultValue: z.json().optional(),
  options: z.array(optionSchema).min(1).max(MAX_OPTIONS).optional(),
  ui: uiSchema.optional(),
  validation: validationSchema.optional(),
  source: sourceSchema.optional(),
});

export type ExposedField = z.infer<typeof exposedFieldSchema>;
/** As an author writes it, defaults left out. */
export type ExposedFieldInput = z.input<typeof exposedFieldSchema>;
