import { type Policy, SHOP_POLICIES, UNANSWERABLE } from '../../../test/support/retrieval/shop-policies';
import { hashedVector } from '../../shared/providers/ai/offline/hashed-vector';
import { PartitionIndex } from '../../shared/providers/vector-store/partition-index';
import type { VectorQuery } from '../../shared/providers/vector-store';
import { ExtractiveComposer } from '../ask/extractive-composer';
import { SUPPORT_FLOOR } from '../ask/knowledge-ask.service';
import type { FoundChunk } from '../domain/found-chunks';
import { fused } from '../domain/fusion';
import { searchTextOf } from '../domain/knowledge-chunk';
import type { WorkspaceId } from '../../shared/kernel';

/** How texts get their vectors: `of` a chunk, `asked` of a question about the policy. Null: words alone. */
interface Embedder {
  of(policy: Policy): Float32Array;
  asked(question: string, about: Policy | undefined): Float32Array;
}

const DIMENSIONS = 64;

/** Stands for a model that understands everything a little: the vector of what is asked about, with much noise. Seeded. */
function scripted(): Embedder {
  let seed = 7;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const noise = () => Float32Array.from({ length: DIMENSIONS }, () => random() * 2 - 1);
  const unit = (vector: Float32Array) => vector.map((value) => value / Math.hypot(...vector));
  const byPolicy = new Map(SHOP_POLICIES.map((policy) => [policy, unit(noise())]));
  const vectorOf = (policy: Policy | undefined) => (policy && byPolicy.get(policy)) ?? unit(noise());
  return {
    of: vectorOf,
    asked: (_, about) => {
      const near = vectorOf(about);
      const away = unit(noise());
      return unit(near.map((value, index) => value + 0.9 * (away[index] ?? 0)));
    },
  };
}

const OFFLINE: Embedder = {
  of: ({ title, text }) => hashedVector(searchTextOf({ title, text })),
  asked: (question) => hashedVector(question),
};

function knowledge(embedder: Embedder | null) {
  const index = new PartitionIndex();
  index.stage(
    SHOP_POLICIES.map((policy) => ({
      id: policy.id,
      documentId: policy.id,
      text: searchTextOf(policy),
      language: policy.language,
      ...(embedder === null ? {} : { embedding: { model: 'm', vector: embedder.of(policy) } }),
    })),
  );
  index.commit(
    [],
    SHOP_POLICIES.map(({ id }) => ({ id, stamp: '1.a', tags: [] })),
  );
  return (question: string, about?: Policy): FoundChunk[] => {
    const query: VectorQuery = {
      text: question,
      limit: 40,
      ...(embedder === null ? {} : { embedding: { model: 'm', vector: embedder.asked(question, about) } }),
    };
    const { byMeaning, byWords } = index.search(query);
    return fused(byMeaning, byWords).flatMap(({ id, score }) => {
      const policy = SHOP_POLICIES.find((one) => one.id === id);
      if (policy === undefined || score < SUPPORT_FLOOR) return [];
      const { title, text, language } = policy;
      return [{ id, itemId: id, title, text, language, score, source: { kind: 'text' as const } }];
    });
  };
}

const asked = SHOP_POLICIES.flatMap((policy) => policy.questions.map((question) => ({ question, policy })));

const MODES: [name: string, embedder: Embedder | null, floors: { first: number; fourth: number }][] = [
  ['words alone', null, { first: 0.9, fourth: 0.94 }],
  ['offline (words and hashed vectors)', OFFLINE, { first: 0.9, fourth: 0.95 }],
  ['scripted vectors (synthetic)', scripted(), { first: 0.9, fourth: 0.97 }],
];

describe('retrieval over shop policies', () => {
  it('asks at least 100 questions, in at least 10 languages', () => {
    expect(asked.length).toBeGreaterThanOrEqual(100);
    expect(new Set(SHOP_POLICIES.map(({ language }) => language)).size).toBeGreaterThanOrEqual(10);
  });

  it.each(MODES)('finds what was asked for by %s', (name, embedder, floors) => {
    const search = knowledge(embedder);
    const places = asked.map(({ question, policy }) =>
      search(question, policy).findIndex(({ id }) => id === policy.id),
    );
    const recall = (within: number) => places.filter((place) => place >= 0 && place < within).length / places.length;
    const figures = [1, 4].map((within) => `recall@${within} ${recall(within).toFixed(3)}`).join(', ');
    process.stdout.write(`${name}: ${figures} of ${asked.length} questions\n`);
    expect(recall(1)).toBeGreaterThanOrEqual(floors.first);
    expect(recall(4)).toBeGreaterThanOrEqual(floors.fourth);
  });

  it.each(MODES.slice(0, 2))('answers with the right paragraph, or not at all, by %s', (name, embedder) => {
    const search = knowledge(embedder);
    const composer = new ExtractiveComposer();
    const answer = (question: string, about?: Policy) => {
      const chunks = search(question, about).slice(0, 6);
      const workspaceId = 'w' as WorkspaceId;
      return chunks.length === 0 ? { answered: false as const } : composer.compose({ workspaceId, question, chunks });
    };
    const answers = asked.map(({ question, policy }) => ({ question, policy, answer: answer(question, policy) }));
    const right = answers.filter(
      ({ answer: given, policy }) => given.answered && given.citations[0]?.itemId === policy.id,
    );
    const wrong = answers.filter(
      ({ answer: given, policy }) => given.answered && given.citations[0]?.itemId !== policy.id,
    );
    const made = UNANSWERABLE.filter((question) => answer(question).answered);
    const share = (count: number, all: number) => (count / all).toFixed(3);
    process.stdout.write(
      `${name}: answered right ${share(right.length, answers.length)}, from elsewhere ${share(wrong.length, answers.length)}, ` +
        `answered though nothing says it ${share(made.length, UNANSWERABLE.length)}\n`,
    );
    expect(right.length / answers.length).toBeGreaterThanOrEqual(0.83);
    expect(wrong.length / answers.length).toBeLessThanOrEqual(0.05);
    expect(made.length / UNANSWERABLE.length).toBeLessThanOrEqual(0.04);
    for (const { answer: given, policy } of right)
      if (given.answered) for (const part of given.text.split('. ')) expect(policy.text).toContain(part);
  });
});
