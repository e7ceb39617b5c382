import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import {
  type CompiledFlow,
  type FlowTest,
  type FlowTestContext,
  type FlowTestReport,
  FlowTestRunner,
} from '../../flows';
import { Clock, Contributions } from '../../shared/kernel';
import { playFlowTest, type PlayedTest, reportOf } from './domain/run-flow-tests';

/** All tests of one run; those that come after it are not played. */
const BUDGET_MS = 20_000;

/** Plays authors' tests for whoever publishes flows. */
@Injectable()
export class SimulatedFlowTests extends FlowTestRunner {
  constructor(
    contributions: Contributions,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(FlowTestRunner, this);
  }

  override async run(
    flow: CompiledFlow,
    tests: readonly FlowTest[],
    { exposedFields }: FlowTestContext,
  ): Promise<FlowTestReport> {
    const end = this.clock.monotonic() + BUDGET_MS;
    const played: PlayedTest[] = [];
    for (const test of tests) {
      // Others have their turn between two tests.
      await setImmediate();
      played.push(this.clock.monotonic() < end ? playFlowTest(flow, test, exposedFields) : notPlayed(test));
    }
    return reportOf(flow, played);
  }
}

function notPlayed({ name }: FlowTest): PlayedTest {
  const message = 'Not played: the tests before it took too long.';
  const failure = { step: 0, at: 'test', expected: 'to be played', got: null, message };
  return { result: { name, passed: false, failures: [failure], transcript: [] }, explanations: [] };
}
