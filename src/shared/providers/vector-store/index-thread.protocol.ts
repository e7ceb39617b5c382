import type { VectorDocument, VectorHits, VectorQuery, VectorRecord } from './vector-store.port';

/** About an index after a change of it. */
export interface IndexFacts {
  bytes: number;
  /** Better built anew. */
  wasteful: boolean;
}

/** What the thread is told; it answers none of these. */
export type ThreadOrder =
  | { kind: 'stage'; partition: string; records: readonly VectorRecord[] }
  /** Forgets what was staged and never committed. */
  | { kind: 'unstage'; partition: string }
  | { kind: 'drop'; partition: string };

/** What the thread is asked, and what it answers. */
export interface ThreadQuestions {
  commit: {
    question: { partition: string; remove: readonly string[]; documents: readonly VectorDocument[] };
    answer: IndexFacts;
  };
  search: { question: { partition: string; query: VectorQuery }; answer: VectorHits };
}

export type QuestionName = keyof ThreadQuestions;

export type ToThread =
  | ThreadOrder
  | { [Name in QuestionName]: { kind: Name; id: number } & ThreadQuestions[Name]['question'] }[QuestionName];

export type FromThread =
  | { id: number; ok: true; answer: ThreadQuestions[QuestionName]['answer'] }
  | { id: number; ok: false; message: string };
