import type { AiJsonSchema } from './ai-client.port';

/**
 * Whether a provider takes the schema in strict mode: every object names all its properties as required and allows no
 * others. Source: OpenAI "Structured outputs", supported schemas.
 */
export function isStrictSchema(schema: AiJsonSchema): boolean {
  return Object.entries(schema).every(([, value]) => isStrictPart(value)) && isStrictObject(schema);
}

function isStrictPart(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isStrictPart);
  return !isRecord(value) || isStrictSchema(value);
}

function isStrictObject({ type, properties, required, additionalProperties }: AiJsonSchema): boolean {
  if (type !== 'object' || properties === undefined) return type !== 'object';
  if (!isRecord(properties) || !Array.isArray(required)) return false;
  return additionalProperties === false && Object.keys(properties).every((name) => required.includes(name));
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
