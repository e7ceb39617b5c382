import type { z } from 'zod';
import type { FieldProblem } from '../../../shared/kernel';

export interface SettingsDefinition<Values extends object> {
  /** In addresses and records; kebab-case. */
  name: string;
  /** Raised when a field changes its shape; stored fields that no longer fit then count as not set. */
  schemaVersion: number;
  about: string;
  fields: { readonly [Field in keyof Values]: z.ZodType<NonNullable<Values[Field]>> };
  /** What holds for a field that nobody has set. */
  defaults: Values;
  /** Facts that Parley notes by itself; people cannot set them. */
  readOnly?: true;
}

/** What is stored of a group: only the fields that somebody has set. */
export interface StoredSettings {
  schemaVersion: number;
  values: Readonly<Record<string, unknown>>;
}

export type Patch = { ok: true; values: Record<string, unknown> } | { ok: false; problems: FieldProblem[] };

/** Settings of a workspace that belong together. Each is contributed once, by the domain that it is about. */
export class SettingsGroup<Values extends object = object> {
  constructor(readonly definition: SettingsDefinition<Values>) {}

  get name(): string {
    return this.definition.name;
  }

  get schemas(): Readonly<Record<string, z.ZodType>> {
    return this.definition.fields;
  }

  get fieldNames(): string[] {
    return Object.keys(this.definition.fields);
  }

  /** Every field, those that are not set with their default. */
  valuesOf(stored: StoredSettings | undefined): Values {
    const set = stored === undefined ? {} : this.fitting(stored);
    return { ...this.definition.defaults, ...set };
  }

  /** Replaces the named fields and keeps the rest; null takes a field back to its default. Unknown fields are refused. */
  patch(stored: StoredSettings | undefined, changes: Readonly<Record<string, unknown>>): Patch {
    const values: Record<string, unknown> = stored === undefined ? {} : this.fitting(stored);
    const problems: FieldProblem[] = [];
    for (const [field, value] of Object.entries(changes)) {
      const checked = this.checked(field, value);
      if (checked === null) delete values[field];
      else if ('value' in checked) values[field] = checked.value;
      else problems.push(...checked.problems);
    }
    return problems.length > 0 ? { ok: false, problems } : { ok: true, values };
  }

  private checked(field: string, value: unknown): { value: unknown } | { problems: FieldProblem[] } | null {
    const schema = this.schemaOf(field);
    if (schema === undefined) return { problems: [{ field: `values.${field}`, rule: 'is not a known field' }] };
    if (value === null) return null;
    const parsed = schema.safeParse(value);
    if (parsed.success) return { value: parsed.data };
    return {
      problems: parsed.error.issues.map(({ path, message }) => ({
        field: ['values', field, ...path.map(String)].join('.'),
        rule: message,
      })),
    };
  }

  private fitting({ schemaVersion, values }: StoredSettings): Record<string, unknown> {
    if (schemaVersion === this.definition.schemaVersion) return { ...values };
    const fits = ([field, value]: [string, unknown]) => this.schemaOf(field)?.safeParse(value).success === true;
    return Object.fromEntries(Object.entries(values).filter(fits));
  }

  private schemaOf(field: string): z.ZodType | undefined {
    return Object.hasOwn(this.schemas, field) ? this.schemas[field] : undefined;
  }
}
