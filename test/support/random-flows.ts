import fc from 'fast-check';
import { node } from './flow-fixtures';

type DrawnNode = ReturnType<typeof node>;

const TEXTS = [
  'Hello',
  'Hi {{ contact.name | default: "you" }}',
  '{{ vars.x }} {% if vars.y %}y{% endif %}',
  '{{ oops',
];

/** A node of some kind, now and then one with a mistake; with the exits that it has. */
const kinds: fc.Arbitrary<(id: string) => { node: DrawnNode; exits: string[] }> = fc.oneof(
  fc
    .constantFrom('Hello', ...TEXTS)
    .map((text) => (id: string) => ({ node: node(id, 'send_message', { text }), exits: ['next'] })),
  fc.constant((id: string) => ({
    node: node(id, 'send_message', {
      text: 'Choose',
      quickReplies: [
        { id: 'a', title: 'A' },
        { id: 'b', title: 'B' },
      ],
    }),
    exits: ['a', 'b'],
  })),
  fc.integer({ min: 1, max: 200_000 }).map((timeoutSeconds) => (id: string) => ({
    node: node(id, 'wait_for_reply', { timeoutSeconds, storeAs: 'x' }),
    exits: ['reply', 'timeout'],
  })),
  fc.constantFrom('equals', 'matches', 'in', 'gt').map((op) => (id: string) => ({
    node: node(id, 'condition', { any: [{ left: 'vars.x | size', op, right: op === 'in' ? ['1'] : '1' }] }),
    exits: ['true', 'false'],
  })),
  fc.constantFrom('first', 'all').map((mode) => (id: string) => ({
    node: node(id, 'router', {
      mode,
      branches: [
        { id: 'p', all: [{ left: 'message.text', op: 'matches', right: '^[a-m]' }] },
        { id: 'q', any: [{ left: 'time.hour', op: 'lt', right: 12 }] },
      ],
    }),
    exits: ['p', 'q', 'else'],
  })),
  fc.constantFrom('x', 'y').map((name) => (id: string) => ({
    node: node(id, 'set_variable', { name, expression: 'vars.x | append: "!" | upcase' }),
    exits: ['next'],
  })),
  fc.constantFrom(1, 30).map((amount) => (id: string) => ({
    node: node(id, 'delay', { mode: 'for', amount, unit: 'hours' }),
    exits: ['next'],
  })),
  fc.nat(9).map((number) => (id: string) => ({ node: node(id, 'jump', { to: `n${number}` }), exits: [] })),
  fc.constant((id: string) => ({ node: node(id, 'lookup_profile', { storeAs: 'y' }), exits: ['next', 'failed'] })),
  fc.constant((id: string) => ({ node: node(id, 'handoff', { reason: 'r' }), exits: [] })),
  fc.constant((id: string) => ({ node: node(id, 'end'), exits: [] })),
);

/** How many nodes an edge goes on: mostly to the next. */
const leap = fc.oneof(
  { weight: 8, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.integer({ min: -2, max: 3 }) },
);

/** Any drawing: most of its edges lead onward, some back, some nowhere, some are missing. */
export const randomFlows = fc
  .array(fc.record({ kind: kinds, leaps: fc.array(leap, { minLength: 3, maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((drawn) => {
    const made = drawn.map(({ kind, leaps }, index) => ({ ...kind(`n${index}`), leaps, index }));
    const edges = made.flatMap(({ node: { id: source }, exits, leaps, index }) =>
      exits.flatMap((sourceHandle, exit) => {
        const target = index + (leaps[exit] ?? 1);
        // A leap of nothing leaves the exit without an edge; one beyond the last node ends the flow.
        if (target === index) return [];
        const id = target < made.length ? `n${Math.max(0, target)}` : 'fin';
        return [{ id: `${source}.${sourceHandle}`, source, sourceHandle, target: id }];
      }),
    );
    const ends = edges.some(({ target }) => target === 'fin') ? [node('fin', 'end')] : [];
    return {
      nodes: [node('start', 'trigger', { match: { mode: 'any' } }), ...made.map((each) => each.node), ...ends],
      edges: [{ id: 'start', source: 'start', sourceHandle: 'next', target: 'n0' }, ...edges],
    };
  });
