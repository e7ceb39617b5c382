import type { WorkspaceId } from '../../shared/kernel';
import type { FoundChunk } from '../domain/found-chunks';

export interface QuestionToAnswer {
  workspaceId: WorkspaceId;
  question: string;
  /** ISO 639-1 code of the question, where it could be told. */
  language?: string;
  /** Best first; never empty. */
  chunks: readonly FoundChunk[];
}

export interface Citation {
  chunkId: string;
  itemId: string;
  title: string;
  /** The part of the chunk that the answer rests on, word by word. */
  quote: string;
}

export type ComposedAnswer =
  /** `extractive`: sentences of the chunks as they are; `generated`: written by a model from the chunks. */
  | { answered: true; text: string; citations: readonly Citation[]; mode: 'extractive' | 'generated' }
  /** Nothing of the chunks answers the question. */
  | { answered: false };

/** Makes an answer of the chunks that were found. Contributed by what can write; otherwise sentences are quoted. */
export abstract class AnswerComposer {
  /** Null when it cannot write now (no provider, no budget, a failure): sentences are quoted then. */
  abstract compose(question: QuestionToAnswer, options: { signal?: AbortSignal }): Promise<ComposedAnswer | null>;
}
