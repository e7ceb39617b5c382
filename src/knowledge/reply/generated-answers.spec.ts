import { completion, promptOf, scriptedCalls, type ScriptedAnswer } from '../../../test/support/reply-fixtures';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { AiError } from '../../shared/providers/ai';
import type { FoundChunk } from '../domain/found-chunks';
import { GeneratedAnswers } from './generated-answers';

const CHUNK: FoundChunk = {
  id: 'c1',
  itemId: 'k1',
  title: 'Returns',
  text: 'You can return everything within 30 days.',
  score: 0.9,
  source: { kind: 'text' },
};
const says = (changes: object = {}): ScriptedAnswer =>
  completion({ json: { answered: true, answer: 'Within 30 days.', citations: [1], ...changes } });

async function ask(script: ScriptedAnswer, generates = true) {
  const { calls, requests } = scriptedCalls([script], generates);
  const question = { workspaceId: 'w1' as WorkspaceId, question: 'Returns?', chunks: [CHUNK] };
  const answer = await new GeneratedAnswers(calls, new Contributions()).compose(question);
  return { answer, requests };
}

describe('an answer by a model', () => {
  it('is passed on with what it cites', async () => {
    const { answer, requests } = await ask(says());
    expect(answer).toEqual({
      answered: true,
      text: 'Within 30 days.',
      mode: 'generated',
      citations: [{ chunkId: 'c1', itemId: 'k1', title: 'Returns', quote: CHUNK.text }],
    });
    expect(promptOf(requests[0]).user).toMatch(/<<data \w{16} \| passage 1>>\nReturns\nYou can/);
  });

  it('that does not know is passed on as such', async () => {
    expect((await ask(says({ answered: false }))).answer).toEqual({ answered: false });
  });

  it.each<[string, ScriptedAnswer]>([
    ['states what the chunk does not', says({ answer: 'Within 60 days.' })],
    ['cites nothing', says({ citations: [] })],
    ['cites what was not shown', says({ citations: [9] })],
    ['links elsewhere', says({ answer: 'See evil.example within 30 days.' })],
    ['hides characters', says({ answer: 'Within\u202e 30 days.' })],
    ['has another shape', completion({ json: { text: 'x' } })],
    ['was cut off', completion({ finish: 'length' })],
    ['was refused', completion({ finish: 'refused', text: 'no' })],
    ['did not come', new AiError('transient', 'no')],
    ['may not be paid for', new AiError('budget', 'no')],
  ])('that %s is not passed on', async (_name, script) => expect((await ask(script)).answer).toBeNull());

  it('is not asked for where nothing writes', async () => {
    const { answer, requests } = await ask(says(), false);
    expect(answer).toBeNull();
    expect(requests).toEqual([]);
  });
});
