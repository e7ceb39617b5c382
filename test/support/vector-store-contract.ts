import {
  type VectorDocument,
  type VectorHits,
  type VectorQuery,
  type VectorRecord,
  VectorSource,
  type VectorStore,
  VectorStoreError,
} from '../../src/shared/providers/vector-store';

interface StoredDocument extends VectorDocument {
  records: VectorRecord[];
}

/** Documents by partition, as a database would have them. */
export class MemoryVectorSource extends VectorSource {
  readonly partitions = new Map<string, { revision: number; documents: Map<string, StoredDocument> }>();
  readonly asked = { revisions: 0, documents: 0, records: [] as string[][] };
  failing = false;
  private stamps = 0;

  /** Puts a document in place of an earlier one of that id. */
  put(partition: string, id: string, chunks: readonly Partial<VectorRecord>[], tags: readonly string[] = []): void {
    const { documents } = this.changed(partition);
    const records = chunks.map((chunk, index) => ({ id: `${id}-${index}`, documentId: id, text: '', ...chunk }));
    documents.set(id, { id, stamp: `s${++this.stamps}`, tags, records });
  }

  remove(partition: string, id: string): void {
    this.changed(partition).documents.delete(id);
  }

  retag(partition: string, id: string, tags: readonly string[]): void {
    const { documents } = this.changed(partition);
    const document = documents.get(id);
    if (document !== undefined) documents.set(id, { ...document, tags });
  }

  override async revisionsOf(partitions: readonly string[]): Promise<ReadonlyMap<string, string>> {
    this.asked.revisions += 1;
    if (this.failing) throw new Error('away');
    return new Map(partitions.map((name) => [name, String(this.partitions.get(name)?.revision ?? 0)]));
  }

  override async documentsOf(partition: string): Promise<VectorDocument[]> {
    this.asked.documents += 1;
    const documents = [...(this.partitions.get(partition)?.documents.values() ?? [])];
    return documents.map(({ id, stamp, tags }) => ({ id, stamp, tags }));
  }

  override async *recordsOf(
    partition: string,
    documents: readonly VectorDocument[],
  ): AsyncGenerator<readonly VectorRecord[]> {
    this.asked.records.push(documents.map(({ id }) => id));
    for (const { id } of documents) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.failing) throw new Error('away');
      const records = this.partitions.get(partition)?.documents.get(id)?.records ?? [];
      // Copies, since a store may hand the vectors over to a thread.
      yield records.map((record) => ({ ...record, ...copyOf(record.embedding) }));
    }
  }

  private changed(partition: string) {
    const state = this.partitions.get(partition) ?? { revision: 0, documents: new Map<string, StoredDocument>() };
    state.revision += 1;
    this.partitions.set(partition, state);
    return state;
  }
}

const copyOf = (embedding: VectorRecord['embedding']) =>
  embedding === undefined ? {} : { embedding: { ...embedding, vector: embedding.vector.slice() } };

/** A unit vector in the plane, by its angle in degrees: near angles are near in meaning. */
export const towards = (degrees: number, model = 'm1') => {
  const radians = (degrees * Math.PI) / 180;
  return { model, vector: Float32Array.of(Math.cos(radians), Math.sin(radians)) };
};

export interface VectorStage {
  store: VectorStore;
  source: MemoryVectorSource;
  /** Lets so much time pass that a store must look at its source again. */
  later(): void;
}

const query = (part: Partial<VectorQuery>): VectorQuery => ({ text: '', limit: 10, ...part });
const ids = (hits: VectorHits['byMeaning']) => hits.map(({ id }) => id);

/** What every vector store does, whatever is behind it. */
export function describeVectorStore(name: string, start: () => VectorStage): void {
  describe(`${name} is a vector store`, () => {
    let stage: VectorStage;
    beforeEach(() => (stage = start()));

    const search = (partition: string, part: Partial<VectorQuery>) => stage.store.search(partition, query(part));

    it('finds nothing in a partition that is empty', async () => {
      expect(await search('w1', { text: 'anything', embedding: towards(0) })).toEqual({ byMeaning: [], byWords: [] });
    });

    it('gives what is nearest in meaning first, with its similarity', async () => {
      stage.source.put('w1', 'a', [{ embedding: towards(80) }, { embedding: towards(10) }]);
      stage.source.put('w1', 'b', [{ embedding: towards(30) }, { text: 'without a vector' }]);
      const { byMeaning } = await search('w1', { embedding: towards(0) });
      expect(ids(byMeaning)).toEqual(['a-1', 'b-0', 'a-0']);
      expect(byMeaning[0]?.score).toBeCloseTo(Math.cos(Math.PI / 18), 5);
      expect(byMeaning[0]?.documentId).toBe('a');
    });

    it('gives no more than were asked for', async () => {
      const chunks = [1, 2, 3].map((angle) => ({ text: 'word', embedding: towards(angle) }));
      stage.source.put('w1', 'a', chunks);
      const { byMeaning, byWords } = await search('w1', { text: 'word', embedding: towards(0), limit: 2 });
      expect([byMeaning.length, byWords.length]).toEqual([2, 2]);
    });

    it('finds by words in any form, and says how many of them a chunk has', async () => {
      stage.source.put('w1', 'a', [
        { text: 'We refund returned dresses.', language: 'en' },
        { text: 'We deliver dresses.', language: 'en' },
        { text: 'Wir liefern Kleider.', language: 'de' },
      ]);
      const { byWords } = await search('w1', { text: 'refunding a dress?' });
      expect(ids(byWords)).toEqual(['a-0', 'a-1']);
      expect(byWords[0]?.score).toBe(1);
      expect(byWords[1]?.score).toBeLessThan(1);
      expect(ids((await search('w1', { text: 'Wo ist das Kleid' })).byWords)).toEqual(['a-2']);
    });

    it.each([
      ['accents and case', 'Où est le CAFE?', 'Le café est ouvert.'],
      ['Chinese', '可以退货吗', '三十天内可以退货。'],
      ['Japanese', '返品できますか', '三十日以内は返品できます。'],
      ['Korean', '환불 가능한가요', '30일 이내 환불해 드립니다.'],
      ['Thai', 'คืนสินค้าได้ไหม', 'ลูกค้าคืนสินค้าได้ภายในสามสิบวัน'],
      ['Arabic with vowel marks', 'إرجاع', 'يُمكن إرجَاع المنتج'],
      ['Hindi', 'वापसी', 'वापसी तीस दिनों में'],
      ['full width', 'ＡＢＣ', 'abc'],
    ])('finds by words in spite of %s', async (_, text, chunk) => {
      stage.source.put('w1', 'a', [{ text: 'Something else.' }, { text: chunk }]);
      expect(ids((await search('w1', { text })).byWords)[0]).toBe('a-1');
    });

    it('never looks into another partition', async () => {
      stage.source.put('w1', 'a', [{ text: 'secret', embedding: towards(0) }]);
      stage.source.put('w2', 'b', [{ text: 'secret', embedding: towards(0) }]);
      const { byMeaning, byWords } = await search('w2', { text: 'secret', embedding: towards(0) });
      expect([ids(byMeaning), ids(byWords)]).toEqual([['b-0'], ['b-0']]);
      const foreign = await search('w2', { text: 'secret', embedding: towards(0), documentIds: ['a'] });
      expect(foreign).toEqual({ byMeaning: [], byWords: [] });
    });

    it('looks only into the documents that are named, and those with one of the tags', async () => {
      for (const [id, tags] of [
        ['a', ['shop']],
        ['b', ['shop', 'sale']],
        ['c', []],
      ] as const)
        stage.source.put('w1', id, [{ text: 'word', embedding: towards(0) }], tags);
      const found = async (part: Partial<VectorQuery>) => {
        const { byMeaning, byWords } = await search('w1', { text: 'word', embedding: towards(0), ...part });
        expect(ids(byWords).sort()).toEqual(ids(byMeaning).sort());
        return ids(byWords).sort();
      };
      expect(await found({ documentIds: ['a', 'c', 'x'] })).toEqual(['a-0', 'c-0']);
      expect(await found({ tags: ['sale', 'none'] })).toEqual(['b-0']);
      expect(await found({ documentIds: ['a'], tags: ['sale'] })).toEqual([]);
      expect(await found({ documentIds: [] })).toEqual([]);
      stage.source.retag('w1', 'c', ['sale']);
      stage.later();
      expect(await found({ tags: ['sale'] })).toEqual(['b-0', 'c-0']);
    });

    it('compares vectors of one model only, and finds the rest by words', async () => {
      stage.source.put('w1', 'old', [{ text: 'word', embedding: towards(0, 'm1') }]);
      stage.source.put('w1', 'new', [{ text: 'word', embedding: towards(50, 'm2') }]);
      const { byMeaning, byWords } = await search('w1', { text: 'word', embedding: towards(0, 'm2') });
      expect([ids(byMeaning), ids(byWords).sort()]).toEqual([['new-0'], ['new-0', 'old-0']]);
      const longer = { model: 'm1', vector: Float32Array.of(1, 0, 0) };
      expect((await search('w1', { embedding: longer })).byMeaning).toEqual([]);
    });

    it('sees what is new, changed and gone within its time, and at once when it is told', async () => {
      stage.source.put('w1', 'a', [{ text: 'first' }]);
      expect(ids((await search('w1', { text: 'first' })).byWords)).toEqual(['a-0']);
      stage.source.put('w1', 'a', [{ text: 'second' }]);
      stage.source.put('w1', 'b', [{ text: 'second' }]);
      stage.later();
      expect(ids((await search('w1', { text: 'second' })).byWords).sort()).toEqual(['a-0', 'b-0']);
      expect(ids((await search('w1', { text: 'first' })).byWords)).toEqual([]);
      stage.source.remove('w1', 'a');
      stage.store.changed('w1');
      expect(ids((await search('w1', { text: 'second' })).byWords)).toEqual(['b-0']);
    });

    it('fails as what it is while its source is away, and goes on when that is back', async () => {
      stage.source.put('w1', 'a', [{ text: 'word' }]);
      stage.source.failing = true;
      await expect(search('w1', { text: 'word' })).rejects.toThrow(VectorStoreError);
      stage.source.failing = false;
      expect(ids((await search('w1', { text: 'word' })).byWords)).toEqual(['a-0']);
    });
  });
}
