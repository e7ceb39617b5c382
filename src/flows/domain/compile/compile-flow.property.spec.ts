import fc from 'fast-check';
import { CAPABILITIES, LIMITS } from '../../../../test/support/flow-fixtures';
import { FlowPlayer, says } from '../../../../test/support/flow-player';
import { randomFlows } from '../../../../test/support/random-flows';
import type { FlowEvent } from '../engine/event';
import { compileFlow } from './compile-flow';

const OPTIONS = { limits: { ...LIMITS, windowHours: 24 }, capabilities: CAPABILITIES };
const RUNS = { numRuns: 400 };

/** What may happen next: an answer, a tap, the first timer, the result of the task that is awaited. */
const happenings = fc.array(fc.constantFrom('hello', 'zebra', 'A', 'timer', 'task'), { maxLength: 8 });

function eventFor(what: string, player: FlowPlayer): FlowEvent {
  const { awaiting } = player.state;
  const [timerId = 'none', dueAt = player.env.now] = [...player.timers][0] ?? [];
  if (what === 'timer') {
    player.env = { ...player.env, now: Math.max(player.env.now, dueAt) };
    return { kind: 'timer', timerId };
  }
  if (what === 'task') {
    const taskId = awaiting?.kind === 'task' ? awaiting.taskId : 'none';
    return { kind: 'task-result', taskId, outcome: { ok: true, value: { name: 'Ann' } } };
  }
  return { kind: 'message', message: says(what) };
}

describe('compileFlow, whatever is drawn', () => {
  it('finds problems, each at its place and with a hint, or makes a flow that runs', () => {
    let compiled = 0;
    fc.assert(
      fc.property(randomFlows, happenings, (definition, events) => {
        const compilation = compileFlow(definition, OPTIONS);
        const said = compilation.ok ? compilation.warnings : [...compilation.problems, ...compilation.warnings];
        for (const { nodeId, edgeId, path, hint } of said) {
          expect(nodeId ?? edgeId ?? path).toBeTruthy();
          expect(hint).not.toBe('');
        }
        if (!compilation.ok) return expect(compilation.problems).not.toEqual([]);
        compiled += 1;
        const player = new FlowPlayer(compilation.flow).start('hello');
        for (const event of events) player.play(eventFor(event, player));
        expect(player.state.status).not.toBe('failed');
      }),
      RUNS,
    );
    expect(compiled).toBeGreaterThan(20);
  });

  it('gives the same for the same, whatever the order of what was drawn', () => {
    fc.assert(
      fc.property(randomFlows, ({ nodes, edges }) => {
        const first = compileFlow({ nodes, edges }, OPTIONS);
        expect(compileFlow({ nodes, edges }, OPTIONS)).toEqual(first);
        const turned = compileFlow({ edges: edges.toReversed(), nodes: nodes.toReversed() }, OPTIONS);
        expect(turned.ok).toBe(first.ok);
        if (turned.ok && first.ok) expect(turned.flow.hash).toBe(first.flow.hash);
      }),
      RUNS,
    );
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ nodes: fc.array(fc.anything()), edges: fc.array(fc.anything()) })),
        (source) => {
          expect(compileFlow(source, OPTIONS).ok).toBe(false);
        },
      ),
      RUNS,
    );
  });
});
