import type { Json } from '../json';

/** What a test wanted and did not get. */
export interface FlowTestFailure {
  /** The first is 1. */
  step: number;
  /** Which part of the step: `expect.replies[0]`, `tap`. */
  at: string;
  expected: Json;
  got: Json;
  /** In one sentence, for a person. */
  message: string;
}

/** One line of how the conversation went. */
export interface FlowTestLine {
  from: 'person' | 'bot' | 'event';
  text: string;
  /** Milliseconds of virtual time since the beginning. */
  afterMs: number;
}

export interface FlowTestResult {
  name: string;
  passed: boolean;
  failures: FlowTestFailure[];
  transcript: FlowTestLine[];
}

/** Which parts of the flow the tests went through; all of a flow's exits count as branches. */
export interface FlowCoverage {
  nodes: { total: number; covered: number; missing: string[] };
  branches: { total: number; covered: number; missing: { nodeId: string; handle: string }[] };
}

export interface FlowTestReport {
  passed: boolean;
  results: FlowTestResult[];
  coverage: FlowCoverage;
}
