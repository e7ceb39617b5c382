/** One of several things that a message may be about. */
export interface IntentCandidate {
  /** Names it in the answer; unique among the candidates of a question. */
  id: string;
  /** What it means, in words; examples of messages, each on a line of its own, help. */
  description: string;
}

export interface IntentAnswer {
  /** Null: none of them. */
  intent: string | null;
  /** 0–1. Of a model its own word, else the likeness of the texts. */
  confidence: number;
  /** Who said so. `nearest`: no language model was asked. */
  by: 'model' | 'nearest';
}

export const NO_INTENT = 'none';
