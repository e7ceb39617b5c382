import { AiError } from '../ai-error';
import { readVectors } from './read-vectors';

const base64 = (...numbers: number[]) => Buffer.from(Float32Array.from(numbers).buffer).toString('base64');
const answer = (...embeddings: unknown[]) => ({
  data: embeddings.map((embedding, index) => ({ index, embedding })),
  usage: { prompt_tokens: 7 },
});

describe('vectors of an answer', () => {
  it.each([
    ['in words', [3, 4]],
    ['in base64', base64(3, 4)],
  ])('%s come as units, with their tokens', (_, embedding) => {
    const { vectors, promptTokens } = readVectors(answer(embedding), 1);
    expect(vectors).toEqual([Float32Array.from([0.6, 0.8])]);
    expect(promptTokens).toBe(7);
  });

  it('stand in the order of the texts', () => {
    const data = [
      { index: 1, embedding: [0, 1] },
      { index: 0, embedding: [1, 0] },
    ];
    expect(readVectors({ data }, 2).vectors.map(([x]) => x)).toEqual([1, 0]);
  });

  it.each<[string, unknown, number]>([
    ['too few', answer([1]), 2],
    ['too many', answer([1], [2]), 1],
    [
      'the same twice',
      {
        data: [
          { index: 0, embedding: [1] },
          { index: 0, embedding: [2] },
        ],
      },
      2,
    ],
    ['one beyond the last', { data: [{ index: 9, embedding: [1] }] }, 1],
    ['of different lengths', answer([1], [1, 2]), 2],
    ['empty', answer([]), 1],
    ['words', answer(['a', 'b']), 1],
    ['infinite', answer([1, Number.POSITIVE_INFINITY]), 1],
    ['no number in between', answer([1, 'x', 1]), 1],
    ['objects', answer({ 0: 1 }), 1],
    ['half a number', answer(Buffer.alloc(6).toString('base64')), 1],
    ['of a million numbers', answer(Array.from({ length: 1_000_000 }, () => 1)), 1],
    ['nothing', null, 1],
    ['a page', '<html>', 1],
  ])('that are %s are refused', (_, body, expected) => {
    expect(() => readVectors(body, expected)).toThrow(AiError);
  });
});
