import fc from 'fast-check';
import { CAPABILITIES, compiled, flow, keywords, LIMITS, node } from '../../../../test/support/flow-fixtures';
import { generatedFlows } from '../../../../test/support/flow-generator';
import { FlowPlayer, type PlayedStep, says } from '../../../../test/support/flow-player';
import { makeMove, type Move } from '../../../../test/support/session-moves';
import { compileFlow } from '../compile/compile-flow';
import type { CompiledFlow } from '../compile/compiled-flow';
import type { JsonObject } from '../json';
import { advance } from './advance';
import { choicePayload, parseChoicePayload } from './choice-payload';
import type { FlowEvent } from './event';
import { DEFAULT_BOUNDS } from './flow-env';
import { type SessionState, waitTimerOf } from './session-state';
import { isOpenStatus, mayBecome } from './session-status';

const BOUNDS = { ...DEFAULT_BOUNDS, stepsPerEvent: 12, stepsPerSession: 60, varsBytes: 500 };

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

/** Generated graphs; about half of them compile, and only those can run. */
const graphs = fc.oneof(
  { weight: 1, arbitrary: fc.constant(spinning) },
  {
    weight: 20,
    arbitrary: generatedFlows
      .map((definition) => compileFlow(definition, { limits: LIMITS, capabilities: CAPABILITIES }))
      .filter((compilation) => compilation.ok)
      .map((compilation) => compilation.flow),
  },
);

const ids = fc.integer({ min: 0, max: 12 }).map((count) => `s1-${count}`);
const nodeIds = fc.constantFrom('start', 'n0', 'n1', 'gone', '__proto__', 'toString');
const values = fc.constantFrom<JsonObject | null>(
  null,
  {},
  { name: 'Ann', status: 200, body: { total: 1 }, intent: 'order', text: 'yes', reply: 'yes', slots: { b: 'x' } },
  { status: 404, body: '', escalate: true, text: 'a person', done: true },
);

const strayEvents: fc.Arbitrary<FlowEvent> = fc.oneof(
  nodeIds.map(
    (triggerNodeId) => ({ kind: 'started', triggerNodeId, message: says(''), trigger: { type: 'api' } }) as const,
  ),
  fc
    .record({ sessionId: fc.constantFrom('s1', 's2'), nodeId: nodeIds, choiceId: fc.constantFrom('c0', 'constructor') })
    .map((choice) => ({ kind: 'choice', choice }) as const),
  ids.map((timerId) => ({ kind: 'timer', timerId }) as const),
  ids.map((taskId) => ({ kind: 'task-result', taskId, outcome: { ok: true, value: {} } }) as const),
  fc.constant({ kind: 'unheard-of' } as unknown as FlowEvent),
);

const moves = fc.array<Move>(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .constantFrom('42', 'x', 'Choice 1', '', 'a@example.com')
        .map((text) => ({ move: 'say', text }) as const),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => ({ move: 'say', text }) as const) },
    { weight: 2, arbitrary: fc.nat(5).map((back) => ({ move: 'tap', back }) as const) },
    { weight: 4, arbitrary: values.map((value) => ({ move: 'finish', value }) as const) },
    { weight: 3, arbitrary: fc.constant({ move: 'time-out' } as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(0, 1_000, 600_000, 90_000_000).map((ms) => ({ move: 'pass', ms }) as const),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Move>(
        { move: 'pause' },
        { move: 'resume' },
        { move: 'attach', url: 'https://example.com/a' },
      ),
    },
    { weight: 2, arbitrary: strayEvents.map((event) => ({ move: 'play', event }) as const) },
  ),
  { maxLength: 25 },
);

function played(graph: CompiledFlow, list: readonly Move[]): FlowPlayer {
  const player = new FlowPlayer(graph, { bounds: BOUNDS, contact: { name: 'Ann' } }).start('prices');
  for (const move of list) makeMove(player, move);
  return player;
}

function always(check: (player: FlowPlayer, graph: CompiledFlow) => void): void {
  fc.assert(
    fc.property(graphs, moves, (graph, list) => check(played(graph, list), graph)),
    { numRuns: 120 },
  );
}

const again = (graph: CompiledFlow, { event, env }: PlayedStep, state: SessionState) =>
  advance(graph, state, event, env);

describe('advance, whatever the flow and whatever happens', () => {
  it('gives the same for the same, from a state that went through JSON, and leaves its input alone', () => {
    always(({ steps }, graph) => {
      for (const step of steps) {
        const stored = JSON.parse(JSON.stringify(step.before)) as SessionState;
        expect(stored).toEqual(step.before);
        const frozen = deepFrozen(stored);
        expect(again(graph, step, frozen)).toEqual(step.result);
        expect(JSON.parse(JSON.stringify(step.result))).toEqual(step.result);
      }
    });
  });

  it('never gives an id twice', () => {
    always(({ effects }) => {
      const given = effects.flatMap((effect) => ('id' in effect ? [effect.id] : []));
      expect(new Set(given).size).toBe(given.length);
    });
  });

  it('halts within its fuel, and stays within its size', () => {
    always(({ steps }) => {
      for (const { before, result } of steps) {
        expect(result.state.steps - before.steps).toBeLessThanOrEqual(2 * BOUNDS.stepsPerEvent);
        expect(result.state.steps).toBeLessThanOrEqual(BOUNDS.stepsPerSession);
        expect(Buffer.byteLength(JSON.stringify(result.state.vars))).toBeLessThanOrEqual(BOUNDS.varsBytes);
        const entered = result.trace.filter(({ kind }) => kind === 'entered');
        expect(entered).toHaveLength(result.state.steps - before.steps);
      }
    });
  });

  it('does nothing at the second of two equal events', () => {
    always(({ steps }, graph) => {
      for (const step of steps) {
        const { kind } = step.event;
        if (kind === 'message' || kind === 'choice') continue;
        const second = again(graph, step, step.result.state);
        expect(second).toMatchObject({ handled: false, effects: [] });
        expect(second.state).toEqual(step.result.state);
      }
    });
  });

  it('changes nothing when it has no use for the event, except that it may expire', () => {
    always(({ steps }) => {
      for (const { before, result } of steps)
        if (!result.handled && result.state.status !== 'expired')
          expect(result).toMatchObject({ state: before, effects: [] });
    });
  });

  it('waits for something exactly while it is open, and its status says for what', () => {
    always(({ steps }) => {
      for (const { result } of steps) {
        const { status, awaiting } = result.state;
        expect(awaiting !== null).toBe(isOpenStatus(status));
        const working = awaiting?.kind === 'task' || (awaiting?.kind === 'timer' && awaiting.why !== 'delay');
        if (status === 'active' || status === 'waiting') expect(status).toBe(working ? 'active' : 'waiting');
      }
    });
  });

  it('changes its status only as the table says', () => {
    always(({ steps }) => {
      for (const { before, result } of steps) {
        const [from, to] = [before.status, result.state.status];
        // A woken session may end again within the same event.
        if (from !== to && !(isOpenStatus(from) === false && mayBecome(from, 'active')))
          expect([from, to, mayBecome(from, to)]).toEqual([from, to, true]);
      }
    });
  });

  it('leaves exactly those timers armed that its state awaits', () => {
    always(({ state, timers }) => {
      const awaited = [waitTimerOf(state), state.expiryTimerId].filter((id) => id !== null);
      expect([...timers.keys()].sort()).toEqual(awaited.sort());
    });
  });

  it('says why: every effect and every exit of a node stands in the trace', () => {
    always(({ steps }) => {
      for (const { result } of steps) {
        const told = result.trace.flatMap((entry) => (entry.kind === 'effect' ? [entry.id] : []));
        const done = result.effects.flatMap((effect) =>
          'id' in effect && effect.kind !== 'arm-timer' ? [effect.id] : [],
        );
        expect(told).toEqual(done);
        if (!result.handled) expect(result.trace.at(-1)).toMatchObject({ kind: 'ignored' });
      }
    });
  });
});

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFrozen);
    Object.freeze(value);
  }
  return value;
}

describe('the generator', () => {
  it('makes flows that compile, and flows that do not', () => {
    const made = fc.sample(generatedFlows, { numRuns: 300, seed: 1 });
    const good = made.filter(
      (definition) => compileFlow(definition, { limits: LIMITS, capabilities: CAPABILITIES }).ok,
    );
    expect(good.length).toBeGreaterThan(60);
    expect(good.length).toBeLessThan(290);
  });
});

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
