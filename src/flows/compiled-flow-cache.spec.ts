import { compiled, SHOP } from '../../test/support/flow-fixtures';
import { CompiledFlowCache } from './compiled-flow-cache';

const FLOW = compiled(SHOP);

function cacheOf(capacity: number, answers: Record<string, typeof FLOW | null | Error> = {}) {
  const reads: string[] = [];
  const load = async (versionId: string) => {
    reads.push(versionId);
    const answer = versionId in answers ? answers[versionId] : FLOW;
    if (answer instanceof Error) throw answer;
    return answer ?? null;
  };
  return { cache: new CompiledFlowCache(load, capacity), reads, answers };
}

describe('CompiledFlowCache', () => {
  it('drops what was used least recently', async () => {
    const { cache, reads } = cacheOf(2);
    for (const id of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.get(id);
    expect(reads).toEqual(['a', 'b', 'c', 'b']);
  });

  it('asks again for a version that did not exist', async () => {
    const { cache, answers } = cacheOf(2, { a: null });
    expect(await cache.get('a')).toBeNull();
    answers['a'] = FLOW;
    expect(await cache.get('a')).toBe(FLOW);
  });

  it('asks again after a failure', async () => {
    const { cache, answers } = cacheOf(2, { a: new Error('away') });
    await expect(cache.get('a')).rejects.toThrow('away');
    answers['a'] = FLOW;
    expect(await cache.get('a')).toBe(FLOW);
  });
});
