import type { GraphErrorFacts } from '../graph/graph-error';
import type { Usage } from '../graph/usage-meter';
import type { FaultFacts, FaultOf } from './fault';
import type { FaultBoard } from './fault-board';

export type TimeoutHow = 'hang' | 'reset' | 'cut';

/** What the armed faults do to one Graph call. */
export interface FaultPlan {
  readonly delayBeforeMs: number;
  /** Refused: nothing happens on our side. */
  readonly refusal: GraphErrorFacts | null;
  /** No answer and nothing happens. */
  readonly timeoutBefore: TimeoutHow | null;
  /** The echo is delivered and acknowledged before the answer, or this long (ms) has passed. */
  readonly earlyEchoWaitMs: number | null;
  /** The accepted message shows in Graph reads only after this. */
  readonly hiddenForMs: number;
  readonly delayAfterMs: number;
  /** It happened, and yet the answer is an error. */
  readonly answerError: GraphErrorFacts | null;
  /** It happened, and the answer never comes. */
  readonly timeoutAfter: TimeoutHow | null;
  readonly usage: Usage | null;
}

const OUTCOME_KINDS = [
  'refuse',
  'rate-limit',
  'token-expired',
  'server-error-before',
  'server-error-after',
  'answer-error',
  'timeout-before',
  'timeout-after',
] as const;

type Outcome = FaultOf<(typeof OUTCOME_KINDS)[number]>;

const NOTHING = { refusal: null, timeoutBefore: null, answerError: null, timeoutAfter: null } as const;

/** Takes at most one fault of each aspect (delay before, outcome, delay after, echo, thread, usage), oldest first. */
export function planFaults(board: FaultBoard, facts: FaultFacts): FaultPlan {
  const outcome = board.take(OUTCOME_KINDS, facts);
  return {
    delayBeforeMs: lengthOf(board.take(['delay-before'], facts)),
    delayAfterMs: lengthOf(board.take(['delay-after'], facts)),
    earlyEchoWaitMs: board.take(['early-echo'], facts)?.waitMs ?? null,
    hiddenForMs: lengthOf(board.take(['late-in-thread'], facts)),
    usage: board.take(['usage'], facts) ?? null,
    ...NOTHING,
    ...(outcome && outcomeOf(outcome)),
  };
}

const lengthOf = (fault: { readonly ms: number } | undefined): number => fault?.ms ?? 0;

function outcomeOf(fault: Outcome): Partial<FaultPlan> {
  switch (fault.kind) {
    case 'refuse':
      return { refusal: errorFacts(fault) };
    case 'answer-error':
      return { answerError: errorFacts(fault) };
    case 'rate-limit':
      return {
        refusal: { status: fault.status, code: 613, message: 'Calls to this API have exceeded the rate limit.' },
      };
    case 'token-expired':
      return { refusal: { status: 401, code: 190, subcode: fault.subcode, message: 'Error validating access token.' } };
    case 'server-error-before':
      return { refusal: unavailable(fault.status) };
    case 'server-error-after':
      return { answerError: unavailable(fault.status) };
    case 'timeout-before':
      return { timeoutBefore: fault.how };
    case 'timeout-after':
      return { timeoutAfter: fault.how };
  }
}

const unavailable = (status: number): GraphErrorFacts => ({
  status,
  code: 2,
  message: 'Service temporarily unavailable',
  transient: true,
});

const errorFacts = (fault: FaultOf<'refuse' | 'answer-error'>): GraphErrorFacts => ({
  status: fault.status,
  code: fault.code,
  ...(fault.subcode !== undefined && { subcode: fault.subcode }),
  message: fault.message,
  transient: fault.transient,
});
