import fc from 'fast-check';
import { type FlowNode, kindOf, nodeSchema } from '../../src/flows/domain/engine/nodes';
import type { JsonObject } from '../../src/flows/domain/json';
import { anyMessage, node } from './flow-fixtures';

const VARIABLES = ['a', 'b', 'c'];

const template = fc.constantFrom(
  'Hello',
  'Hi {{ contact.name | default: "there" }}',
  'You said {{ message.text }}',
  'a={{ vars.a }} b={{ vars.b }}',
  '{% if vars.c %}c{% else %}{{ config.shop }}{% endif %}',
  '{{ time.weekday }} {{ context.trigger.type }}',
);
const variable = fc.constantFrom(...VARIABLES);
const seconds = fc.integer({ min: 1, max: 7_200 });
const rateLimit = fc.option(
  fc.record({ maxMessages: fc.integer({ min: 1, max: 3 }), perMinutes: fc.integer({ min: 1, max: 10 }) }),
  { nil: undefined },
);
const someChoices = (max: number) =>
  fc
    .integer({ min: 0, max })
    .map((count) => Array.from({ length: count }, (_, index) => ({ id: `c${index}`, title: `Choice ${index}` })));
const rule = fc.record({
  left: fc.constantFrom('vars.a', 'vars.b', 'message.text', 'contact.stage', 'time.hour', 'contact.tags'),
  op: fc.constantFrom('equals', 'contains', 'gt', 'matches_keyword'),
  right: fc.oneof(fc.constantFrom('x', '7', 'red', '{{ vars.c }}'), fc.integer({ min: 0, max: 50 })),
});
const rules = fc.array(rule, { minLength: 1, maxLength: 3 });
const slot = fc.oneof(
  fc.record({ type: fc.constant('text'), min: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ type: fc.constant('text'), pattern: fc.constantFrom('^[a-z]+$', '[0-9]{2,}') }),
  fc.record({ type: fc.constant('number'), max: fc.integer({ min: 1, max: 50 }) }),
  fc.record({ type: fc.constantFrom('email', 'phone', 'date') }),
  someChoices(4)
    .filter((choices) => choices.length > 1)
    .map((choices) => ({ type: 'choice', choices })),
);

type Data = fc.Arbitrary<JsonObject>;
const data = <Model>(model: { [Key in keyof Model]: fc.Arbitrary<Model[Key]> }, optional: (keyof Model)[] = []): Data =>
  fc.record(model, {
    requiredKeys: (Object.keys(model) as (keyof Model)[]).filter((key) => !optional.includes(key)),
  }) as Data;

/** Data of every kind of node, mostly right. Flows that others publish cannot stand alone, so `sub_flow` is not here. */
const NODE_DATA: { [Type in Exclude<FlowNode['type'], 'trigger' | 'sub_flow' | 'jump'>]: Data } = {
  send_message: fc.oneof(
    data(
      {
        text: template,
        variants: fc.array(template, { maxLength: 2 }),
        typingSeconds: fc.integer({ min: 1, max: 5 }),
        rateLimit,
      },
      ['typingSeconds', 'rateLimit'],
    ),
    data({ text: template, buttons: someChoices(3) }),
    data({ text: template, quickReplies: someChoices(5) }),
    data({ media: fc.constant({ type: 'image', url: 'https://example.com/a.png' }) }),
    someChoices(2).map((buttons) => ({ text: 'Cards', cards: [{ title: 'Card', buttons }] })),
  ),
  reply_to_comment: data({ text: template, variants: fc.array(template, { maxLength: 2 }) }),
  wait_for_reply: data({ timeoutSeconds: seconds, storeAs: variable, joinSeconds: fc.integer({ min: 1, max: 10 }) }, [
    'storeAs',
    'joinSeconds',
  ]),
  delay: fc.oneof(
    data({
      mode: fc.constant('for'),
      amount: fc.integer({ min: 1, max: 90 }),
      unit: fc.constantFrom('minutes', 'hours'),
    }),
    fc.constantFrom<JsonObject>({ mode: 'until', time: '09:30', timeZone: 'Europe/Berlin' }, { mode: 'opening' }),
  ),
  condition: fc.oneof(data({ all: rules }), data({ any: rules })),
  router: data({
    mode: fc.constantFrom('first', 'all'),
    branches: fc
      .array(rules, { minLength: 1, maxLength: 3 })
      .map((lists) => lists.map((all, index) => ({ id: `b${index}`, all }))),
  }),
  set_variable: fc.oneof(
    data({ name: variable, value: fc.oneof(template, fc.integer()) }),
    data({ name: variable, expression: fc.constantFrom('vars.a | plus: 1', 'vars.b | upcase') }),
  ),
  collect_input: data(
    {
      text: template,
      slot,
      storeAs: variable,
      retries: fc.integer({ min: 0, max: 2 }),
      timeoutSeconds: seconds,
      saveTo: fc.constantFrom('name', 'fields.size'),
      rateLimit,
    },
    ['saveTo', 'rateLimit'],
  ),
  detect_intent: fc.constantFrom<JsonObject>({ intents: [{ id: 'order', description: 'an order' }], storeAs: 'a' }),
  ai_reply: data({ instructions: template, storeAs: variable, send: fc.boolean() }),
  ai_agent: data({
    instructions: template,
    slots: fc.constantFrom([], [{ key: 'b', question: 'b?' }]),
    maxTurns: fc.integer({ min: 1, max: 3 }),
    timeoutSeconds: seconds,
  }),
  http_request: data({
    url: fc.constant('https://api.example.com/x'),
    query: fc.constant({ q: '{{ message.text }}' }),
    mapping: fc.constantFrom([], [{ path: 'total', storeAs: 'c' }]),
  }),
  split: fc.constantFrom<JsonObject>({
    branches: [
      { id: 'l', weight: 1 },
      { id: 'r', weight: 2 },
    ],
  }),
  lookup_profile: data({ storeAs: variable }, ['storeAs']),
  update_contact: fc.constantFrom<JsonObject>(
    { set: { stage: 'lead' }, addTags: ['t {{ vars.a }}'] },
    { removeTags: ['t'] },
  ),
  add_note: data({ text: template }),
  create_task: data({ title: template, dueInHours: fc.integer({ min: 1, max: 48 }) }),
  capture_goal: fc.constantFrom<JsonObject>(
    { goal: 'lead', fields: { a: '{{ vars.a }}' } },
    { goal: 'order', value: 5 },
  ),
  handoff: data({ reason: template, text: template }, ['text']),
  end: data({ outcome: fc.constantFrom('done', 'lost') }, ['outcome']),
};

const drafts = fc
  .constantFrom(...(Object.keys(NODE_DATA) as (keyof typeof NODE_DATA)[]))
  .chain((type) => NODE_DATA[type].map((nodeData) => ({ type, data: nodeData })));

/** Where an exit leads: -1 nowhere, 0 to 1 onwards through the rest of the list, above that back through the list. */
const leads = fc.oneof(
  { weight: 12, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(-1) },
  { weight: 2, arbitrary: fc.double({ min: 1, max: 2, noNaN: true }) },
);

export type GeneratedFlow = {
  nodes: ReturnType<typeof node>[];
  edges: { id: string; source: string; sourceHandle: string; target: string }[];
  settings: JsonObject;
};

/** Flows of up to a dozen random nodes; many of them compile, and some are wrong in one way or another. */
export const generatedFlows: fc.Arbitrary<GeneratedFlow> = fc
  .record({
    drafts: fc.array(drafts, { minLength: 1, maxLength: 12 }),
    leads: fc.array(leads, { minLength: 40, maxLength: 40 }),
    tidy: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    settings: fc.constantFrom<JsonObject>(
      {},
      { disclosure: { text: 'A bot of {{ config.shop }}.' } },
      { rateLimit: { maxMessages: 2, perMinutes: 1 } },
      { sessionHours: 1 },
    ),
  })
  .map(({ drafts: parts, leads: ways, tidy, settings }) => {
    const preset = VARIABLES.map((name) => node(`set-${name}`, 'set_variable', { name, value: name }));
    const nodes = [
      node('start', 'trigger', anyMessage),
      ...preset,
      ...parts.map(({ type, data: nodeData }, index) => node(`n${index}`, type, nodeData)),
    ];
    const edges = edgesOf(nodes, preset.length + 1, ways);
    return tidy ? { ...withoutUnreached(nodes, edges), settings } : { nodes, edges, settings };
  });

/** The first nodes follow one another; the exits of the others lead where the numbers say. */
function edgesOf(nodes: GeneratedFlow['nodes'], first: number, ways: readonly number[]): GeneratedFlow['edges'] {
  let turn = 0;
  return nodes.flatMap((from, index) =>
    exitsOf(from).flatMap((sourceHandle) => {
      const way = index < first ? 0 : (ways[turn++ % ways.length] ?? 0);
      const target = index < first ? nodes[index + 1] : targetOf(nodes, index, way);
      return target === undefined
        ? []
        : [{ id: `${from.id}.${sourceHandle}`, source: from.id, sourceHandle, target: target.id }];
    }),
  );
}

function exitsOf(draft: GeneratedFlow['nodes'][number]): string[] {
  const parsed = nodeSchema.safeParse(draft);
  return parsed.success
    ? kindOf(parsed.data)
        .handles(parsed.data.data)
        .map(({ name }) => name)
    : ['next'];
}

function targetOf(nodes: GeneratedFlow['nodes'], index: number, way: number) {
  if (way < 0) return undefined;
  const [from, length] = way <= 1 ? [index + 1, nodes.length - index - 1] : [1, nodes.length - 1];
  return length === 0 ? nodes.at(-1) : nodes[from + Math.min(length - 1, Math.floor((way % 1) * length))];
}

function withoutUnreached(
  nodes: GeneratedFlow['nodes'],
  edges: GeneratedFlow['edges'],
): Pick<GeneratedFlow, 'nodes' | 'edges'> {
  const reached = new Set(['start']);
  for (const id of reached) for (const { source, target } of edges) if (source === id) reached.add(target);
  return { nodes: nodes.filter(({ id }) => reached.has(id)), edges: edges.filter(({ source }) => reached.has(source)) };
}
