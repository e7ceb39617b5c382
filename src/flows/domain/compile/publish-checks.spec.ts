import { anyMessage, CAPABILITIES, flow, LIMITS, node, SHOP } from '../../../../test/support/flow-fixtures';
import { compileFlow, type CompileOptions } from './compile-flow';

const start = node('start', 'trigger', anyMessage);
const say = (id: string, data: Record<string, unknown> = {}) => node(id, 'send_message', { text: 'Hello', ...data });
const hours = (id: string, amount: number) => node(id, 'delay', { mode: 'for', amount, unit: 'hours' });
const wait = (id: string, timeoutHours: number) => node(id, 'wait_for_reply', { timeoutSeconds: timeoutHours * 3_600 });
const set = (id: string, data: Record<string, unknown>) => node(id, 'set_variable', data);
const chain = (...nodes: ReturnType<typeof node>[]) =>
  flow(
    [start, ...nodes],
    nodes.map(({ id }, index) => `${nodes[index - 1]?.id ?? 'start'} -> ${id}`),
  );

const compile = (definition: unknown, options: Partial<CompileOptions> = {}) =>
  compileFlow(definition, { limits: LIMITS, capabilities: CAPABILITIES, ...options });

/** What is said, shortly: `code nodeId path`, warnings after a bar. */
function findings(definition: unknown, options: Partial<CompileOptions> = {}) {
  const compilation = compile(definition, options);
  const short = ({ code, nodeId = '-', path = '-' }: { code: string; nodeId?: string; path?: string }) =>
    `${code} ${nodeId} ${path}`;
  const problems = compilation.ok ? [] : compilation.problems.map(short);
  return [...problems, ...compilation.warnings.map((warning) => `| ${short(warning)}`)];
}

function compiledOf(definition: unknown, options: Partial<CompileOptions> = {}) {
  const compilation = compile(definition, options);
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems, null, 2));
  return compilation.flow;
}

it('says of every problem what to do about it', () => {
  const compilation = compile(flow([start], []));
  expect(compilation.ok ? [] : compilation.problems).toEqual([
    {
      code: 'missing_handle',
      nodeId: 'start',
      message: 'the exit "next" leads nowhere',
      hint: 'Draw an edge from this exit, to an "end" node if nothing else should happen.',
    },
  ]);
});

describe('the length of texts', () => {
  it.each([
    ['the longest branch', `{% if vars.x %}${'a'.repeat(1_001)}{% else %}b{% endif %}`, ['too_long say data.text']],
    ['values that may be long', `${'a'.repeat(900)} {{ message.text }}`, ['| may_be_too_long say data.text']],
    ['a value that is cut in time', `${'a'.repeat(900)} {{ message.text | truncate: 20 }}`, []],
    ['a value that is never long', `${'a'.repeat(900)} {{ contact.username }}`, []],
    ['a variable whose values are known', `${'a'.repeat(900)} {{ vars.x }}`, []],
  ])('is judged by %s', (_name, text, expected) => {
    expect(
      findings(chain(set('set', { name: 'x', value: 'short' }), node('say', 'handoff', { reason: 'r', text }))),
    ).toEqual(expected);
  });
});

describe('variables and expressions', () => {
  it.each<[string, ReturnType<typeof node>[], string[]]>([
    [
      'an expression that does not parse',
      [set('a', { name: 'x', expression: 'vars.x plus 1' })],
      ['template_syntax a data.expression'],
    ],
    [
      'an unknown value in an expression',
      [set('a', { name: 'x', expression: 'vars.y | plus: vars.z' })],
      ['unknown_reference a data.expression', 'unknown_reference a data.expression'],
    ],
    ['neither value nor expression', [set('a', { name: 'x' })], ['malformed a data']],
    [
      'a variable that is set only later',
      [say('a', { text: '{{ vars.x }}' }), set('b', { name: 'x', value: 1 })],
      ['| unset_variable a data.text'],
    ],
    ['a variable that is set before', [set('b', { name: 'x', value: 1 }), say('a', { text: '{{ vars.x }}' })], []],
    [
      'trigger facts that do not exist',
      [say('a', { text: '{{ context.trigger.mood }}' })],
      ['unknown_reference a data.text'],
    ],
    [
      'a tag that does not exist',
      [say('a', { text: '{% for x in contact.tags %}{{ x }}{% endfor %}' })],
      ['template_syntax a data.text'],
    ],
  ])('%s', (_name, nodes, expected) => {
    expect(findings(chain(...nodes))).toEqual(expected);
  });

  it.each([
    ['contact.name', false],
    ['contact.username', false],
    ['contact.tags', true],
    ['contact.fields.city', true],
  ])('knows whether more of the contact than its name is read: %s', (path, contact) => {
    expect(compiledOf(chain(say('a', { text: `{{ ${path} }}` }))).reads).toEqual({ contact });
  });
});

describe('routers and patterns', () => {
  const router = (branches: unknown[]) => node('r', 'router', { branches });
  const rule = (op: string, right: unknown) => ({ all: [{ left: 'message.text', op, right }] });
  const drawn = (branches: { id: string }[], exits: string[]) =>
    flow([start, router(branches), node('end', 'end')], ['start -> r', ...exits.map((exit) => `r.${exit} -> end`)]);

  it.each<[string, { id: string }[], string[], string[]]>([
    ['a router whose exits are all drawn', [{ id: 'a', ...rule('equals', 'x') }], ['a', 'else'], []],
    ['a router without else', [{ id: 'a', ...rule('equals', 'x') }], ['a'], ['missing_handle r -']],
    ['a branch that leads nowhere', [{ id: 'a', ...rule('equals', 'x') }], ['else'], ['missing_handle r -']],
    [
      'two branches of one name',
      [
        { id: 'a', ...rule('equals', 'x') },
        { id: 'a', ...rule('equals', 'y') },
      ],
      ['a', 'else'],
      ['duplicate_id r data.branches.1.id'],
    ],
    [
      'an unsafe pattern',
      [{ id: 'a', ...rule('matches', ['ok', '(?=x)']) }],
      ['a', 'else'],
      ['unsafe_pattern r data.branches.0.all.0.right'],
    ],
    ['a branch named else', [{ id: 'else', ...rule('equals', 'x') }], ['else'], ['malformed r data.branches.0.id']],
  ])('%s', (_name, branches, exits, expected) => {
    expect(findings(drawn(branches, exits))).toEqual(expected);
  });
});

describe('loops', () => {
  const loop = (middle: ReturnType<typeof node>) =>
    flow([start, say('a'), middle], ['start -> a', `a -> ${middle.id}`, `${middle.id} -> a`]);

  it('may go through a delay, not through what is done at once', () => {
    expect(findings(loop(hours('d', 1)))).toEqual([]);
    expect(findings(loop(set('s', { name: 'x', value: 1 })))).toEqual(['endless_loop a -', 'endless_loop s -']);
    expect(findings(flow([start, say('a'), node('j', 'jump', { to: 'a' })], ['start -> a', 'a -> j']))).toEqual([
      'endless_loop a -',
      'endless_loop j -',
    ]);
  });
});

describe('the window', () => {
  const limits = { ...LIMITS, windowHours: 24 };
  it.each<[string, ReturnType<typeof flow>, string[]]>([
    ['a message within it', chain(say('a'), hours('d', 24), say('b')), []],
    ['a message that always comes too late', chain(hours('d', 23), hours('e', 2), say('b')), ['outside_window b -']],
    [
      'a message that comes too late on one way',
      flow(
        [start, node('if', 'condition', { any: [{ left: 'message.text', op: 'exists' }] }), hours('d', 25), say('b')],
        ['start -> if', 'if.true -> d', 'if.false -> b', 'd -> b'],
      ),
      ['| may_be_outside_window b -'],
    ],
    [
      'a reply in between, and its timeout',
      flow(
        [start, hours('d', 20), wait('w', 6), say('answered'), say('silent')],
        ['start -> d', 'd -> w', 'w.reply -> answered', 'w.timeout -> silent'],
      ),
      ['outside_window silent -'],
    ],
    [
      'reminders that never stop',
      flow([start, say('a'), wait('w', 1), say('b')], ['start -> a', 'a -> w', 'w.timeout -> a', 'w.reply -> b']),
      ['| may_be_outside_window a -'],
    ],
    [
      'a choice, which opens it anew',
      flow(
        [start, say('a', { quickReplies: [{ id: 'yes', title: 'Yes' }] }), hours('d', 20), hours('e', 23), say('b')],
        ['start -> d', 'd -> a', 'a.yes -> e', 'e -> b'],
      ),
      [],
    ],
    [
      'opening hours that may be far off',
      chain(node('d', 'delay', { mode: 'opening' }), say('b')),
      ['| may_be_outside_window b -'],
    ],
  ])('%s', (_name, definition, expected) => {
    expect(findings(definition, { limits })).toEqual(expected);
  });

  it('is not looked at where the channel has none', () => {
    expect(findings(chain(hours('d', 100), say('b')))).toEqual([]);
  });
});

describe('secrets', () => {
  it.each([
    ['an API key', `key ${'sk'}-proj-${'a1B2'.repeat(8)}`],
    ['a bearer token', `Bearer ${'abc123'.repeat(5)}`],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
    ['an access token of Meta', `EAA${'b7Q'.repeat(15)}`],
    ['a credential', 'the api_key = "9f8e7d6c5b4a3921"'],
  ])('refuses %s', (name, text) => {
    const compilation = compile(chain(say('a', { text })));
    expect(compilation.ok ? [] : compilation.problems).toMatchObject([
      { code: 'secret_in_text', nodeId: 'a', path: 'data.text', message: `looks like ${name}` },
    ]);
  });

  it.each([
    'Your password: please never tell anyone',
    'Write to skate-board-and-surf@example.com',
    'Bearer {{ config.token | truncate: 50 }}',
    'task-management-for-everyone',
  ])('takes %s', (text) => {
    expect(findings(chain(say('a', { text })))).toEqual([]);
  });

  it('looks at the settings, too', () => {
    const definition = { ...chain(say('a')), settings: { disclosure: { text: `Bearer ${'abc123'.repeat(5)}` } } };
    expect(findings(definition)).toEqual(['secret_in_text - settings.disclosure.text']);
  });
});

describe('policy', () => {
  const limits = { ...LIMITS, policy: { botDisclosure: true, wayToPerson: true } };
  const settings = { disclosure: { text: 'You are chatting with our assistant.' } };

  it('demands a disclosure and a way to a person', () => {
    expect(findings(chain(say('a')), { limits })).toEqual([
      'no_way_to_person - nodes',
      'no_bot_disclosure - settings.disclosure',
    ]);
    expect(findings({ ...SHOP, settings }, { limits })).toEqual(['| may_be_too_long yes data.text']);
  });

  it('does not count a handoff that nothing leads to', () => {
    const definition = { ...flow([start, say('a'), node('h', 'handoff', { reason: 'r' })], ['start -> a']), settings };
    expect(findings(definition, { limits })).toEqual(['unreachable h -', 'no_way_to_person - nodes']);
  });
});

describe('the disclosure', () => {
  it.each<[string, string, string[]]>([
    ['may show values', 'You write with the assistant of {{ config.shop | truncate: 50 }}.', []],
    [
      'is checked as other texts are',
      '{{ vars.none }} {{ contact.age }}',
      ['unknown_reference - settings.disclosure.text', 'unknown_reference - settings.disclosure.text'],
    ],
    ['fits into a message', 'ä'.repeat(600), ['too_long - settings.disclosure.text']],
  ])('%s', (_name, text, expected) => {
    expect(findings({ ...chain(say('a')), settings: { disclosure: { text } } })).toEqual(expected);
  });

  it('counts among what reads the contact', () => {
    const definition = { ...chain(say('a')), settings: { disclosure: { text: '{{ contact.stage }}' } } };
    expect(compiledOf(definition).reads).toEqual({ contact: true });
  });
});

describe('capabilities', () => {
  it.each<[string, ReturnType<typeof node>, Partial<typeof CAPABILITIES>, string]>([
    ['a task without executor', node('a', 'lookup_profile'), { tasks: [] }, 'not_available a type'],
    [
      'media',
      say('a', { media: { type: 'image', url: 'https://example.com/a.png' } }),
      { messages: ['cards'] },
      'not_available a data.media',
    ],
  ])('refuses %s', (_name, data, missing, expected) => {
    expect(findings(chain(data), { capabilities: { ...CAPABILITIES, ...missing } })).toEqual([expected]);
    expect(findings(chain(data))).toEqual([]);
  });

  it('refuses a trigger by intent where nothing can tell intents', () => {
    const byIntent = node('t', 'trigger', { match: { mode: 'intent', intents: ['book'] } });
    const capabilities = { ...CAPABILITIES, tasks: ['detect_intent'] };
    expect(findings(flow([byIntent, say('a')], ['t -> a']), { capabilities })).toEqual(['not_available t type']);
    expect(findings(flow([byIntent, say('a')], ['t -> a']))).toEqual([]);
  });

  it('refuses events that do not reach automations', () => {
    const definition = flow([node('t', 'trigger', { on: 'live_comment' }), say('a')], ['t -> a']);
    const capabilities = { ...CAPABILITIES, triggers: ['dm_message' as const] };
    expect(findings(definition, { capabilities })).toEqual(['not_available t data.on']);
  });
});

describe('jumps', () => {
  it('are edges', () => {
    const definition = flow(
      [start, say('a'), wait('w', 1), node('j', 'jump', { to: 'a' }), node('end', 'end')],
      ['start -> a', 'a -> w', 'w.reply -> j', 'w.timeout -> end'],
    );
    expect(compiledOf(definition).nodes['j']).toMatchObject({ next: { next: 'a' } });
  });

  it.each([
    ['nowhere', 'gone', ['unknown_node j data.to']],
    ['to a trigger', 'start', ['edge_into_trigger j data.to']],
  ])('do not lead %s', (_name, to, expected) => {
    expect(findings(chain(node('j', 'jump', { to })))).toEqual(expected);
  });

  it('have no other edge', () => {
    expect(findings(chain(node('j', 'jump', { to: 'a' }), say('a')))).toEqual(['duplicate_edge j -']);
  });
});

describe('sub-flows', () => {
  const sub = (id: string, templateId: string) => node(id, 'sub_flow', { templateId });
  const inner = flow(
    [
      start,
      say('hi', { text: 'inner' }),
      say('choose', { quickReplies: [{ id: 'x', title: 'x' }] }),
      node('stop', 'end'),
    ],
    ['start -> hi', 'hi -> choose', 'choose.x -> stop'],
  );
  const known: Record<string, unknown> = {
    inner,
    nested: chain(sub('deep', 'inner')),
    loop: chain(sub('again', 'loop')),
    broken: flow([start, say('b', { text: '{{ vars.none }}' })], ['start -> b']),
  };
  const subFlow = (templateId: string) => known[templateId] ?? null;

  it('are put in their place, and go on where they end', () => {
    const compiled = compiledOf(chain(sub('s', 'inner'), say('after')), { subFlow });
    expect(Object.fromEntries(Object.entries(compiled.nodes).map(([id, { next }]) => [id, next]))).toEqual({
      start: { next: 's' },
      s: { enter: 's--hi', next: 'after' },
      's--hi': { next: 's--choose' },
      's--choose': { x: 'after' },
      after: {},
    });
  });

  it('end the session where nothing follows', () => {
    const compiled = compiledOf(chain(sub('s', 'inner')), { subFlow });
    expect(compiled.nodes['s--choose']?.next).toEqual({ x: 's--stop' });
    expect(compiled.triggers.map(({ nodeId }) => nodeId)).toEqual(['start']);
  });

  it('begin where their first trigger leads, also over a jump; what other triggers lead to is left out', () => {
    const two = flow(
      [start, node('j', 'jump', { to: 'hi' }), say('hi'), node('t', 'trigger', anyMessage), say('other')],
      ['start -> j', 't -> other'],
    );
    const compiled = compiledOf(chain(sub('s', 'two')), { subFlow: () => two });
    expect(Object.keys(compiled.nodes)).toEqual(['start', 's', 's--j', 's--hi']);
    expect(compiled.nodes['s--j']?.next).toEqual({ next: 's--hi' });
  });

  it('get ids that still fit where ids are kept', () => {
    const long = 'x'.repeat(60);
    const twice = compiledOf(flow([start, sub(long, 'inner')], [`start -> ${long}`]), { subFlow });
    const ids = Object.keys(twice.nodes);
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9][\w-]{0,63}$/);
  });

  it('may hold others', () => {
    const compiled = compiledOf(chain(sub('s', 'nested'), say('after')), { subFlow });
    expect(compiled.nodes['s--deep--choose']?.next).toEqual({ x: 'after' });
  });

  it.each([
    ['one that is not published', 'gone', ['unknown_sub_flow s data.templateId']],
    ['one that contains itself', 'loop', ['recursive_sub_flow s subFlow.again.data.templateId']],
    ['what is wrong inside it, at the node that stands for it', 'broken', ['unknown_reference s subFlow.b.data.text']],
  ])('refuse %s', (_name, templateId, expected) => {
    expect(findings(chain(sub('s', templateId)), { subFlow })).toEqual(expected);
  });
});

describe('the content hash', () => {
  const reordered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reordered);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, reordered(item)]),
    );
  };
  const { hash } = compiledOf(SHOP);

  it('does not depend on the order of keys, nodes and edges, or on places and edge ids', () => {
    const moved = {
      edges: SHOP.edges.map((edge, index) => ({ ...edge, id: `e${index}` })).reverse(),
      nodes: SHOP.nodes.map((each, index) => ({ ...each, position: { x: index, y: 7 } })).reverse(),
    };
    expect(compiledOf(reordered(moved)).hash).toBe(hash);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each<[string, unknown, Partial<CompileOptions>]>([
    [
      'a text',
      { ...SHOP, nodes: SHOP.nodes.map((each) => (each.id === 'yes' ? say('yes', { text: 'Other' }) : each)) },
      {},
    ],
    [
      'an edge',
      {
        ...SHOP,
        edges: SHOP.edges
          .filter(({ id }) => id !== 'yes -> done')
          .concat({ id: 'x', source: 'nudge', target: 'done' }, { id: 'y', source: 'yes', target: 'agent' }),
      },
      {},
    ],
    ['a setting', { ...SHOP, settings: { sessionHours: 2 } }, {}],
    ['a limit', SHOP, { limits: { ...LIMITS, maxButtons: 4 } }],
  ])('depends on %s', (_name, definition, options) => {
    expect(compiledOf(definition, options).hash).not.toBe(hash);
  });
});
