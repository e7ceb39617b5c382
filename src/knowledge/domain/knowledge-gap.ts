/** Questions of the same words that nothing in the knowledge base answers. */
export interface KnowledgeGap {
  id: string;
  /** The latest ones, oldest first. */
  questions: readonly string[];
  /** How often it was asked. */
  count: number;
  firstAt: Date;
  lastAt: Date;
}

export interface GapPosition {
  count: number;
  id: string;
}
