import { z } from 'zod';
import type { AiJsonSchema } from './ai-client.port';
import { AiError } from './ai-error';

/** By the schema object, which callers keep. */
const compiled = new WeakMap<AiJsonSchema, z.ZodType>();

/** Whether a value fits. @throws AiError `config` when the schema itself cannot be used. */
export function fitsSchema(jsonSchema: AiJsonSchema, value: unknown): boolean {
  return schemaOf(jsonSchema).safeParse(value).success;
}

function schemaOf(jsonSchema: AiJsonSchema): z.ZodType {
  const known = compiled.get(jsonSchema);
  if (known !== undefined) return known;
  try {
    const schema = z.fromJSONSchema(jsonSchema);
    compiled.set(jsonSchema, schema);
    return schema;
  } catch (cause) {
    throw new AiError('config', 'The schema of the answer cannot be used.', { detail: 'schema', cause });
  }
}
