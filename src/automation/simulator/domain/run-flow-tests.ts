import {
  bindConfig,
  type CompiledFlow,
  type Expectation,
  type ExposedField,
  type FlowTest,
  type FlowTestFailure,
  type FlowTestLine,
  type FlowTestReport,
  type FlowTestResult,
} from '../../../flows';
import { assertNever, stableId } from '../../../shared/kernel';
import { activeSet, type Runnable } from '../../domain/active-instance';
import { readState } from '../../domain/automation-state';
import type { TurnExplanation } from '../../domain/explanation';
import { coverageOf } from './coverage';
import { type Mismatch, mismatchesOf, type Outcome, type Reply } from './expectations';
import { type ActionStep, playStep } from './play-step';
import { type SimulatedWorld, VirtualLane } from './virtual-lane';
import { newLane, type VirtualLaneState } from './virtual-lane-state';
import type { TimelineEntry } from './virtual-timeline';

/** Wednesday, 7 January 2026, 10:00 UTC: an ordinary moment. */
const DEFAULT_START = Date.UTC(2026, 0, 7, 10);
const UNDER_TEST = 'under-test';

export interface PlayedTest {
  result: FlowTestResult;
  explanations: readonly TurnExplanation[];
}

/** Plays all tests, each in a conversation of its own. Pure: the same flow and tests give the same report. */
export function runFlowTests(
  flow: CompiledFlow,
  tests: readonly FlowTest[],
  fields: readonly ExposedField[] = [],
): FlowTestReport {
  return reportOf(
    flow,
    tests.map((test) => playFlowTest(flow, test, fields)),
  );
}

export function reportOf(flow: CompiledFlow, played: readonly PlayedTest[]): FlowTestReport {
  const results = played.map(({ result }) => result);
  const explanations = played.flatMap((one) => one.explanations);
  return { passed: results.every(({ passed }) => passed), results, coverage: coverageOf(flow, explanations) };
}

export function playFlowTest(flow: CompiledFlow, test: FlowTest, fields: readonly ExposedField[]): PlayedTest {
  const bound = bindConfig(flow, fields, test.config ?? {});
  if (!bound.ok) {
    const failures = bound.problems.map(({ field, rule }) => configFailure(field, rule));
    return { result: { name: test.name, passed: false, failures, transcript: [] }, explanations: [] };
  }
  const hours = test.hours === undefined ? null : { ...test.hours, exceptions: [] };
  const player = new TestPlayer({ ...worldOfFlow(bound, UNDER_TEST), hours }, test);
  return { result: player.play(), explanations: player.lane.explanations };
}

/** A world in which only this flow answers, at all hours. */
export function worldOfFlow(runs: Runnable, id: string): SimulatedWorld {
  const instance = { id, name: id, templateId: id, versionId: id, version: 1, movesSessions: false, runs };
  return { ...activeSet([instance]), hours: null };
}

class TestPlayer {
  readonly lane: VirtualLane;
  private readonly failures: FlowTestFailure[] = [];
  /** Number of the last entry of the timeline before the replies that are looked at. */
  private seen = 0;
  private hasLooked = false;

  constructor(
    world: SimulatedWorld,
    private readonly test: FlowTest,
  ) {
    const now = test.at === undefined ? DEFAULT_START : Date.parse(test.at);
    const laneId = stableId('flow-test', test.name);
    this.lane = new VirtualLane(world, newLane({ laneId, now, unanswered: 'pending', persona: test.persona }));
  }

  /** What is not as expected is noted, and the conversation goes on; what cannot be done ends it. */
  play(): FlowTestResult {
    const { name, steps } = this.test;
    for (const [index, step] of steps.entries()) {
      const isDone = 'expect' in step ? this.expect(index, step.expect) : this.act(index, step);
      if (!isDone) break;
    }
    const { failures } = this;
    return { name, passed: failures.length === 0, failures, transcript: transcriptOf(this.lane.state) };
  }

  private expect(index: number, expectation: Expectation): true {
    this.hasLooked = true;
    for (const mismatch of mismatchesOf(expectation, this.outcome()))
      this.fail(index, { ...mismatch, at: `expect.${mismatch.at}` });
    return true;
  }

  private act(index: number, step: ActionStep): boolean {
    // The first thing that happens after an expectation begins anew what the next one looks at.
    if (this.hasLooked) this.seen = this.lane.state.entries;
    this.hasLooked = false;
    const problem = playStep(this.lane, step);
    if (problem !== null) this.fail(index, problem);
    return problem === null;
  }

  private outcome(): Outcome {
    const { state } = this.lane;
    const replies = state.timeline.filter((entry): entry is Reply => entry.kind === 'bot' && entry.number > this.seen);
    const { running, ended } = readState(state.turnState);
    const run = running ?? ended;
    return { replies, lane: state, session: run === null ? null : { status: run.flow.status, vars: run.flow.vars } };
  }

  private fail(index: number, { message, ...mismatch }: Mismatch): void {
    const step = index + 1;
    this.failures.push({ step, ...mismatch, message: `Step ${step}: ${message}.` });
  }
}

function configFailure(field: string, rule: string): FlowTestFailure {
  return { step: 0, at: field, expected: rule, got: null, message: `The values do not fit: ${field} ${rule}.` };
}

function transcriptOf({ timeline, startedAt }: VirtualLaneState): FlowTestLine[] {
  return timeline.flatMap((entry) => {
    const line = lineOf(entry);
    return line === null ? [] : [{ ...line, afterMs: entry.at - startedAt }];
  });
}

function lineOf(entry: TimelineEntry): Omit<FlowTestLine, 'afterMs'> | null {
  switch (entry.kind) {
    case 'person':
      return { from: 'person', text: entry.text };
    case 'bot':
      return { from: 'bot', text: entry.suppressed === undefined ? entry.text : `(not sent) ${entry.text}` };
    case 'event':
      return { from: 'event', text: entry.event };
    case 'effect':
      return { from: 'event', text: entry.effect };
    case 'decision':
      return null;
    default:
      return assertNever(entry);
  }
}
