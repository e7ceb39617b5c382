import type { Doc } from './test-store';

export interface Stage extends Doc {
  readonly stage: string;
  readonly inputStage?: Stage;
}

export interface Explained {
  readonly queryPlanner: { readonly winningPlan: Stage };
  readonly executionStats: {
    readonly nReturned: number;
    readonly totalKeysExamined: number;
    readonly totalDocsExamined: number;
  };
}

export const explainOf = async (cursor: { explain(): Promise<Doc> }): Promise<Explained> =>
  (await cursor.explain()) as unknown as Explained;

/** The scan under a winning plan, whatever stands above it. */
export async function scanOf(cursor: { explain(): Promise<Doc> }): Promise<Stage> {
  let { winningPlan: stage } = (await explainOf(cursor)).queryPlanner;
  while (stage.inputStage) stage = stage.inputStage;
  return stage;
}
