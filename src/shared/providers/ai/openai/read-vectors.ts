import { z } from 'zod';
import { AiError } from '../ai-error';
import { normalized } from '../offline/hashed-vector';

const MAX_DIMENSIONS = 8_192;
const BYTES_PER_NUMBER = Float32Array.BYTES_PER_ELEMENT;

/** Numbers are not looked at one by one here: there are a hundred thousand of them. */
const ANSWER = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.unknown() })),
  usage: z.object({ prompt_tokens: z.int().min(0).max(100_000_000) }).nullish(),
});

export interface ReadVectors {
  /** In the order of the texts, of length 1. */
  vectors: Float32Array[];
  promptTokens?: number;
}

/** @throws AiError `invalid` unless there is one vector for each text, all alike. */
export function readVectors(body: unknown, expected: number): ReadVectors {
  const parsed = ANSWER.safeParse(body);
  if (!parsed.success || parsed.data.data.length !== expected) throw odd();
  const vectors: Float32Array[] = [];
  for (const { index, embedding } of parsed.data.data) {
    if (index >= expected || vectors[index] !== undefined) throw odd();
    vectors[index] = vectorOf(embedding);
  }
  const [first] = vectors;
  if (vectors.some(({ length }) => length !== first?.length)) throw odd();
  const promptTokens = parsed.data.usage?.prompt_tokens;
  return { vectors, ...(promptTokens === undefined ? {} : { promptTokens }) };
}

function vectorOf(embedding: unknown): Float32Array {
  const numbers = typeof embedding === 'string' ? fromBase64(embedding) : fromList(embedding);
  if (numbers.length === 0 || numbers.length > MAX_DIMENSIONS) throw odd();
  const vector = normalized(numbers);
  if (!vector.every(Number.isFinite)) throw odd();
  return vector;
}

function fromList(embedding: unknown): Float32Array {
  if (!Array.isArray(embedding) || embedding.length > MAX_DIMENSIONS) throw odd();
  return Float32Array.from(embedding, Number);
}

/** Little-endian floats, as OpenAI sends them. */
function fromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % BYTES_PER_NUMBER !== 0) throw odd();
  return Float32Array.from({ length: bytes.length / BYTES_PER_NUMBER }, (_, at) =>
    bytes.readFloatLE(at * BYTES_PER_NUMBER),
  );
}

const odd = (): AiError =>
  new AiError('invalid', 'The provider’s answer does not fit what was asked for.', { detail: 'vectors' });
