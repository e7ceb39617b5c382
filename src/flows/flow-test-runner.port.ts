import type { CompiledFlow } from './domain/compile/compiled-flow';
import type { ExposedField } from './domain/config/exposed-field';
import type { FlowTest } from './domain/flow-test/flow-test';
import type { FlowTestReport } from './domain/flow-test/flow-test-result';

export interface FlowTestContext {
  /** What the tests may set in their `config`. */
  exposedFields: readonly ExposedField[];
}

/** Plays an author's conversations against a flow, with no effect on anything. Contributed once. */
export abstract class FlowTestRunner {
  /** All of them, also after one has failed. Bounded in time. */
  abstract run(flow: CompiledFlow, tests: readonly FlowTest[], context: FlowTestContext): Promise<FlowTestReport>;
}
