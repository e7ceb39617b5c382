import { type AiClient, AiError } from '../../src/shared/providers/ai';

const SOON = { deadlineMs: 5_000 };
const ASK = { messages: [{ role: 'user', content: 'Are you open on Monday?' }], maxTokens: 50 } as const;
const VOICE = { bytes: new Uint8Array([1, 2, 3]), fileName: 'voice.m4a', contentType: 'audio/mp4' };

const lengthOf = (vector: Float32Array) => Math.hypot(...vector);
export const cosine = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);

export async function failureOf(call: Promise<unknown>): Promise<AiError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof AiError) return error;
    throw error;
  }
  throw new Error('The call did not fail.');
}

/** What every client of language models keeps to. */
export function describeAiClientContract(name: string, open: () => { client: AiClient }): void {
  describe(`AiClient: ${name}`, () => {
    const client = () => open().client;

    it('generates exactly when it says so', async () => {
      const call = client().complete(ASK, SOON);
      if (client().capabilities.generates) expect((await call).text).not.toBe('');
      else expect((await failureOf(call)).class).toBe('config');
    });

    it('transcribes exactly when it says so', async () => {
      const call = client().transcribe(VOICE, SOON);
      if (client().capabilities.transcribes) expect((await call).text).not.toBe('');
      else expect((await failureOf(call)).class).toBe('config');
    });

    it('gives one unit vector for each text, in their order', async () => {
      const texts = ['Shipping takes three days', 'Returns are free', 'Shipping takes three days'];
      const { vectors, dimensions, model } = await client().embed(texts, SOON);
      expect(vectors).toHaveLength(3);
      for (const vector of vectors) {
        expect(vector).toHaveLength(dimensions);
        expect(lengthOf(vector)).toBeCloseTo(1, 4);
      }
      expect(vectors[0]).toEqual(vectors[2]);
      expect(vectors[0]).not.toEqual(vectors[1]);
      expect(model).toBe(client().embeddingModel);
    });

    it('puts texts that share words nearer to each other', async () => {
      const texts = ['How long does shipping take?', 'Shipping takes three days', 'We roast coffee beans'];
      const [question, near, far] = (await client().embed(texts, SOON)).vectors;
      if (question === undefined || near === undefined || far === undefined) throw new Error('vectors are missing');
      expect(cosine(question, near)).toBeGreaterThan(cosine(question, far));
    });

    it('gives no vector for no text', async () => {
      expect((await client().embed([], SOON)).vectors).toEqual([]);
    });

    it('does nothing once the caller has cancelled', async () => {
      const signal = AbortSignal.abort();
      expect((await failureOf(client().embed(['a'], { ...SOON, signal }))).class).toBe('cancelled');
      if (client().capabilities.generates)
        expect((await failureOf(client().complete(ASK, { ...SOON, signal }))).class).toBe('cancelled');
    });
  });
}
