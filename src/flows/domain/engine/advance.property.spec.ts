import fc from 'fast-check';
import { compiled, flow, flowEnv, keywords, node, SHOP } from '../../../../test/support/flow-fixtures';
import type { CompiledFlow } from '../compile/compiled-flow';
import { advance } from './advance';
import { choicePayload, parseChoicePayload } from './choice-payload';
import type { FlowEffect } from './effect';
import type { FlowEvent } from './event';
import { DEFAULT_BOUNDS } from './flow-env';
import { newSession, type SessionState } from './session-state';

const BOUNDS = { ...DEFAULT_BOUNDS, stepsPerEvent: 12, stepsPerSession: 60, varsBytes: 500 };
const START: FlowEvent = { kind: 'started', triggerNodeId: 'start', text: 'prices' };

/** Spins: no compiler lets it through, but the engine must survive it. */
const spinning: CompiledFlow = {
  ...compiled(
    flow([node('start', 'trigger', keywords('x')), node('a', 'send_message', { text: 'a' })], ['start -> a']),
  ),
};
spinning.nodes = {
  ...spinning.nodes,
  a: { ...spinning.nodes['a'], next: { next: 'a' } } as CompiledFlow['nodes'][string],
};

const flows = fc.constantFrom(compiled(SHOP), spinning);
const numberedIds = fc.integer({ min: 0, max: 12 }).map((count) => `s1-${count}`);
const nodeIds = fc.constantFrom('start', 'menu', 'wait-size', 'big', 'gone', '__proto__', 'toString');
const outcomes = fc.constantFrom({ ok: true as const, value: { name: 'Ann' } }, { ok: false as const, error: 'no' });

const events: fc.Arbitrary<FlowEvent> = fc.oneof(
  fc.record({ kind: fc.constant('started' as const), triggerNodeId: nodeIds, text: fc.string() }),
  fc.record({
    kind: fc.constant('message' as const),
    text: fc.oneof(fc.constantFrom('shoes', '42', '50'), fc.string({ unit: 'binary' })),
  }),
  fc.record({
    kind: fc.constant('choice' as const),
    choice: fc.record({
      sessionId: fc.constantFrom('s1', 's2'),
      nodeId: nodeIds,
      choiceId: fc.constantFrom('shoes', 'person', 'site', 'constructor'),
    }),
  }),
  fc.record({ kind: fc.constant('timer' as const), timerId: numberedIds }),
  fc.record({ kind: fc.constant('task-result' as const), taskId: numberedIds, outcome: outcomes }),
  fc.constant({ kind: 'unheard-of' } as unknown as FlowEvent),
);
const moments = fc.array(fc.tuple(events, fc.constantFrom(0, 1_000, 600_000, 90_000_000)), { maxLength: 25 });

function play(graph: CompiledFlow, happenings: [FlowEvent, number][]) {
  let state: SessionState = newSession({ sessionId: 's1', versionId: 'v1', now: 0 });
  let now = 0;
  return ([[START, 0], ...happenings] as [FlowEvent, number][]).map(([event, delay]) => {
    now += delay;
    const before = state;
    const result = advance(graph, before, event, flowEnv({ now, bounds: BOUNDS }));
    state = result.state;
    return { before, event, now, result };
  });
}

describe('advance, whatever happens', () => {
  const always = (check: (steps: ReturnType<typeof play>, graph: CompiledFlow) => void) =>
    fc.assert(
      fc.property(flows, moments, (graph, happenings) => check(play(graph, happenings), graph)),
      { numRuns: 300 },
    );

  it('gives the same for the same, from a state that went through JSON, and leaves its input alone', () => {
    always((steps, graph) => {
      for (const { before, event, now, result } of steps) {
        const stored = JSON.parse(JSON.stringify(before)) as SessionState;
        expect(stored).toEqual(before);
        expect(advance(graph, stored, event, flowEnv({ now, bounds: BOUNDS }))).toEqual(result);
      }
    });
  });

  it('never gives an id twice', () => {
    always((steps) => {
      const ids = steps.flatMap(({ result }) =>
        result.effects.flatMap((effect) => ('id' in effect ? [effect.id] : [])),
      );
      expect(new Set(ids).size).toBe(ids.length);
    });
  });

  it('halts within its fuel', () => {
    always((steps) => {
      for (const { before, result } of steps) {
        expect(result.state.steps - before.steps).toBeLessThanOrEqual(BOUNDS.stepsPerEvent);
        expect(result.state.steps).toBeLessThanOrEqual(BOUNDS.stepsPerSession);
        expect(JSON.stringify(result.state.vars).length).toBeLessThanOrEqual(BOUNDS.varsBytes);
      }
    });
  });

  it('does nothing at the second of two equal timers', () => {
    always((steps, graph) => {
      for (const { event, now, result } of steps) {
        if (event.kind !== 'timer') continue;
        const again = advance(graph, result.state, event, flowEnv({ now, bounds: BOUNDS }));
        expect(again).toMatchObject({ handled: false, effects: [] });
        expect(again.state).toEqual(result.state);
      }
    });
  });

  it('waits for something exactly while it is active', () => {
    always((steps) => {
      for (const { result } of steps) expect(result.state.awaiting !== null).toBe(result.state.status === 'active');
    });
  });

  it('leaves exactly those timers armed that its state awaits, and takes none back that it has just armed', () => {
    always((steps) => {
      let armed = new Set<string>();
      for (const { event, result } of steps) {
        armed = armedAfter(armed, event, result.effects);
        expect(armed).toEqual(timersOf(result.state));
      }
    });
  });
});

function armedAfter(before: ReadonlySet<string>, event: FlowEvent, effects: readonly FlowEffect[]): Set<string> {
  const fired = event.kind === 'timer' ? event.timerId : null;
  const cancelled = effects.flatMap((effect) => (effect.kind === 'cancel-timer' ? [effect.timerId] : []));
  const armed = effects.flatMap((effect) => (effect.kind === 'arm-timer' ? [effect.id] : []));
  for (const timerId of cancelled) expect(before).toContain(timerId);
  return new Set([...[...before].filter((id) => id !== fired && !cancelled.includes(id)), ...armed]);
}

function timersOf({ awaiting, expiryTimerId }: SessionState): Set<string> {
  const ids = [awaiting?.kind === 'reply' ? awaiting.timerId : null, expiryTimerId];
  return new Set(ids.filter((id) => id !== null));
}

describe('choice payloads', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);

  it('come back as they went out', () => {
    fc.assert(
      fc.property(fc.record({ sessionId: id, nodeId: id, choiceId: id }), (choice) => {
        expect(parseChoicePayload(choicePayload(choice))).toEqual({ ...choice });
      }),
    );
  });

  it.each(['', 'pf', 'pf:a:b', 'pf:a:b:c:d', 'px:a:b:c', 'pf:a::c', 'pf:a:b:c d', 'ICE_BREAKER:start'])(
    '%j is none',
    (payload) => {
      expect(parseChoicePayload(payload)).toBeNull();
    },
  );
});
