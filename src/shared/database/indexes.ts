/** An index and the reason it exists. Applied by migrations; a test compares the declarations with the database. */
export interface IndexDeclaration {
  collection: string;
  key: Record<string, 1 | -1>;
  options: {
    name: string;
    unique?: boolean;
    expireAfterSeconds?: number;
    partialFilterExpression?: Record<string, unknown>;
    sparse?: boolean;
  };
  /** The query that would scan without it. */
  serves: string;
}
