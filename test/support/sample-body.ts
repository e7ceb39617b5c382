/** The parts of a JSON schema that a sample is made of. */
export interface BodySchema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  format?: string;
  properties?: Record<string, BodySchema>;
  items?: BodySchema;
  minLength?: number;
  minimum?: number;
  example?: unknown;
  allOf?: BodySchema[];
}

type Schemas = Readonly<Record<string, BodySchema>>;
type Ids = Readonly<Record<string, string>>;

/** A body that fits the schema as far as that goes; a field whose name is a key of `ids` gets that id. */
export function sampleBody(schema: BodySchema, schemas: Schemas, ids: Ids, name = ''): unknown {
  const id = ids[name];
  if (id !== undefined) return id;
  const known = resolved(schema, schemas);
  if (known.enum !== undefined) return known.enum[0];
  if (known.type === 'array') return [sampleBody(known.items ?? {}, schemas, ids, name.replace(/s$/, ''))];
  if (known.type !== undefined && known.type !== 'object') return sampleScalar(known);
  const fields = Object.entries(known.properties ?? {});
  return Object.fromEntries(fields.map(([field, inner]) => [field, sampleBody(inner, schemas, ids, field)]));
}

function sampleScalar(schema: BodySchema): unknown {
  switch (schema.type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    default:
      return sampleText(schema);
  }
}

function resolved(schema: BodySchema, schemas: Schemas): BodySchema {
  if (schema.$ref !== undefined)
    return resolved(schemas[schema.$ref.replace('#/components/schemas/', '')] ?? {}, schemas);
  return schema.allOf?.[0] === undefined ? schema : resolved(schema.allOf[0], schemas);
}

function sampleText({ format, minLength = 0, example }: BodySchema): string {
  if (typeof example === 'string') return example;
  if (format === 'email') return 'somebody@example.org';
  if (format === 'date-time') return new Date(Date.now() + 3_600_000).toISOString();
  return 'sample'.padEnd(minLength, '-');
}
