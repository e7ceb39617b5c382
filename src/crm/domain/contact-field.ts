import type { WorkspaceId } from '../../shared/kernel';
import { Checklist, type Decision } from './checklist';
import { FIELD_KEY } from './contact-values';
import { FIELD_TYPES, type FieldRule, type FieldType } from './field-rule';
import { broken, type Checked, lineOf, passed } from './texts';

/** A custom field that the workspace has declared. */
export interface ContactField extends FieldRule {
  id: string;
  workspaceId: WorkspaceId;
  /** As people read it. */
  label: string;
  createdAt: Date;
  updatedAt: Date;
}

export const DECLARED_FIELDS_MAX = 50;
export const LABEL_MAX = 80;
export const OPTIONS_MAX = 100;
export const OPTION_MAX = 80;

export interface FieldWishes {
  key: string;
  type: string;
  label: string;
  options?: readonly string[];
  required?: boolean;
}

export type CheckedField = Pick<ContactField, 'key' | 'type' | 'label' | 'options' | 'required'>;

/** Normalises the wishes, or names everything that is wrong with them. */
export function checkFieldWishes({ key, type, label, options, required = false }: FieldWishes): Decision<CheckedField> {
  const list = new Checklist();
  const types = list.taken('type', typeOf(type));
  const checkedOptions = list.taken('options', optionsOf(type, options));
  return list.decide({
    key: list.taken('key', keyOf(key))[0] ?? '',
    type: types[0] ?? 'text',
    label: list.taken('label', lineOf(label, LABEL_MAX))[0] ?? '',
    required,
    ...(type === 'choice' ? { options: checkedOptions[0] ?? [] } : {}),
  });
}

const keyOf = (key: string): Checked<string> =>
  FIELD_KEY.test(key) ? passed(key) : broken('must be a letter and at most 39 letters, digits or _');

function typeOf(text: string): Checked<FieldType> {
  const type = FIELD_TYPES.find((one) => one === text);
  return type === undefined ? broken(`must be one of ${FIELD_TYPES.join(', ')}`) : passed(type);
}

function optionsOf(type: string, options: readonly string[] = []): Checked<readonly string[]> {
  if (type !== 'choice') return options.length === 0 ? passed([]) : broken('is for choices alone');
  const lines = options.map((option) => lineOf(option, OPTION_MAX));
  const values = lines.flatMap((line) => (line.ok ? [line.value] : []));
  const different = new Set(values.map((value) => value.toLowerCase()));
  if (values.length !== options.length || different.size !== values.length)
    return broken(`must be different texts of at most ${OPTION_MAX} characters`);
  return values.length > 0 && values.length <= OPTIONS_MAX
    ? passed(values)
    : broken(`must be 1 to ${OPTIONS_MAX} texts`);
}
