import { anyMessage, CAPABILITIES, flow, keywords, LIMITS, node, SHOP } from '../../../../test/support/flow-fixtures';
import { compileFlow, type CompileOptions } from './compile-flow';

const start = node('start', 'trigger', anyMessage);
const say = (id: string, data: Record<string, unknown> = {}) => node(id, 'send_message', { text: 'Hello', ...data });
const choice = (id: string, title = id) => ({ id, title });

const compile = (definition: unknown, options: Partial<CompileOptions> = {}) =>
  compileFlow(definition, { limits: LIMITS, capabilities: CAPABILITIES, ...options });

function problemsOf(definition: unknown) {
  const compilation = compile(definition);
  return compilation.ok
    ? []
    : compilation.problems.map(({ code, nodeId, edgeId, path }) => ({ code, nodeId, edgeId, path }));
}

describe('compileFlow', () => {
  it('resolves edges and folds the keywords of triggers', () => {
    const compilation = compile(SHOP);
    expect(compilation).toMatchObject({
      ok: true,
      flow: {
        format: 2,
        limits: LIMITS,
        settings: {},
        variables: ['note', 'profile', 'size'],
        reads: { contact: false },
        triggers: [{ nodeId: 'start', on: 'dm_message', match: { keywords: ['prices', 'price list'] } }],
        nodes: {
          'wait-size': { type: 'wait_for_reply', next: { reply: 'big', timeout: 'nudge' } },
          done: { type: 'end', next: {} },
          agent: { data: {} },
        },
      },
    });
  });

  it('drops what belongs to the editor and keeps the rest of the definition', () => {
    const drawn = { ...start, selected: true, measured: { width: 5 } };
    const definition = {
      nodes: [drawn, say('a')],
      edges: [{ id: 'e', source: 'start', sourceHandle: null, target: 'a', animated: true }],
    };
    const compilation = compile(definition);
    expect(compilation).toMatchObject({
      ok: true,
      definition: { edges: [{ id: 'e', source: 'start', sourceHandle: 'next', target: 'a' }] },
    });
    expect(JSON.stringify(compilation)).not.toMatch(/selected|measured|animated/);
  });

  it.each<[string, unknown, object[]]>([
    ['nothing', undefined, [{ code: 'malformed', path: '' }]],
    ['no nodes', { nodes: [], edges: [] }, [{ code: 'malformed', path: 'nodes' }]],
    ['an unknown kind of node', flow([node('x', 'teleport')], []), [{ code: 'malformed', nodeId: 'x', path: 'type' }]],
    [
      'a misspelt setting',
      flow([start, say('a', { txet: 'x' })], ['start -> a']),
      [{ code: 'malformed', nodeId: 'a', path: 'data' }],
    ],
    [
      'keywords that are only spaces',
      flow([node('start', 'trigger', keywords('  ')), say('a')], ['start -> a']),
      [{ code: 'malformed', nodeId: 'start', path: 'data.match.keywords.0' }],
    ],
    [
      'a condition without rules',
      flow([start, node('if', 'condition', {})], ['start -> if']),
      [{ code: 'malformed', nodeId: 'if', path: 'data' }],
    ],
    [
      'a comparison with nothing',
      flow([start, node('if', 'condition', { any: [{ left: 'message.text', op: 'equals' }] })], ['start -> if']),
      [{ code: 'malformed', nodeId: 'if', path: 'data.any.0.right' }],
    ],
    [
      'a node id that would break payloads',
      flow([start, say('a:b')], ['start -> a:b']),
      [{ code: 'malformed', nodeId: 'a:b', path: 'id' }],
    ],
    [
      'a link that is no web page',
      flow([start, say('a', { buttons: [{ id: 'x', title: 'x', url: 'javascript:alert(1)' }] })], ['start -> a']),
      [{ code: 'malformed', nodeId: 'a', path: 'data.buttons.0.url' }],
    ],
    [
      'a choice that takes the name of the exit',
      flow([start, say('a', { quickReplies: [choice('next')] })], ['start -> a']),
      [{ code: 'malformed', nodeId: 'a', path: 'data.quickReplies.0.id' }],
    ],
  ])('reports %s', (_name, definition, problems) => {
    expect(problemsOf(definition)).toEqual(problems);
  });

  it.each<[string, unknown, object[]]>([
    ['no trigger', flow([say('a')], []), [{ code: 'no_trigger' }]],
    ['two nodes of one id', flow([start, say('a'), say('a')], ['start -> a']), [{ code: 'duplicate_id', nodeId: 'a' }]],
    [
      'two edges of one id',
      {
        nodes: [start, say('a')],
        edges: [
          { id: 'e', source: 'start', target: 'a' },
          { id: 'e', source: 'a', target: 'a' },
        ],
      },
      [
        { code: 'duplicate_id', edgeId: 'e' },
        { code: 'endless_loop', nodeId: 'a' },
      ],
    ],
    [
      'an edge to nowhere',
      flow([start], ['start -> gone']),
      [{ code: 'unknown_node', edgeId: 'start -> gone', path: 'target' }],
    ],
    [
      'an edge from nowhere',
      flow([start, say('a')], ['start -> a', 'gone -> a']),
      [{ code: 'unknown_node', edgeId: 'gone -> a', path: 'source' }],
    ],
    [
      'an edge from an exit that does not exist',
      flow([start, say('a'), say('b')], ['start -> a', 'a.maybe -> b']),
      [{ code: 'unknown_handle', edgeId: 'a.maybe -> b', nodeId: 'a', path: 'sourceHandle' }],
    ],
    [
      'an edge from a node without exits',
      flow([start, node('end', 'end'), say('b')], ['start -> end', 'end -> b']),
      [{ code: 'unknown_handle', edgeId: 'end -> b', nodeId: 'end', path: 'sourceHandle' }],
    ],
    [
      'two edges from one exit',
      flow([start, say('a'), say('b')], ['start -> a', 'start -> b']),
      [{ code: 'duplicate_edge', edgeId: 'start -> b', nodeId: 'start' }],
    ],
    [
      'an edge into a trigger',
      flow([start, say('a')], ['start -> a', 'a -> start']),
      [
        { code: 'edge_into_trigger', edgeId: 'a -> start', nodeId: 'start' },
        { code: 'endless_loop', nodeId: 'start' },
        { code: 'endless_loop', nodeId: 'a' },
      ],
    ],
    ['a trigger that leads nowhere', flow([start], []), [{ code: 'missing_handle', nodeId: 'start' }]],
    [
      'a choice that leads nowhere, but for a link',
      flow(
        [start, say('a', { buttons: [choice('x'), { id: 'y', title: 'y', url: 'https://example.com' }] })],
        ['start -> a'],
      ),
      [{ code: 'missing_handle', nodeId: 'a' }],
    ],
    [
      'a wait that forgets the silence',
      flow([start, node('w', 'wait_for_reply', { timeoutSeconds: 5 }), say('a')], ['start -> w', 'w.reply -> a']),
      [{ code: 'missing_handle', nodeId: 'w' }],
    ],
    [
      'a node that no trigger leads to',
      flow([start, say('a'), say('b')], ['start -> a']),
      [{ code: 'unreachable', nodeId: 'b' }],
    ],
    [
      'a loop that never waits, also through a condition and a lookup',
      flow(
        [
          start,
          node('if', 'condition', { any: [{ left: 'message.text', op: 'exists' }] }),
          node('who', 'lookup_profile'),
          say('a'),
        ],
        ['start -> if', 'if.true -> who', 'who -> if', 'if.false -> a'],
      ),
      [
        { code: 'endless_loop', nodeId: 'if' },
        { code: 'endless_loop', nodeId: 'who' },
      ],
    ],
    [
      'both kinds of choices, and two of one id',
      flow([start, say('a', { buttons: [choice('x')], quickReplies: [choice('x')] })], ['start -> a', 'a.x -> a']),
      [
        { code: 'conflicting_choices', nodeId: 'a', path: 'data.quickReplies' },
        { code: 'duplicate_id', nodeId: 'a', path: 'data.quickReplies.0.id' },
      ],
    ],
    [
      'too many buttons, a title too long',
      flow(
        [start, say('a', { buttons: [choice('a'), choice('b'), choice('c'), choice('d', 'x'.repeat(21))] }), say('z')],
        ['start -> a', 'a.a -> z', 'a.b -> z', 'a.c -> z', 'a.d -> z'],
      ),
      [
        { code: 'too_many', nodeId: 'a', path: 'data.buttons' },
        { code: 'too_long', nodeId: 'a', path: 'data.buttons.3.title' },
      ],
    ],
    [
      'a text of too many bytes',
      flow([start, say('a', { text: 'ä'.repeat(501) })], ['start -> a']),
      [{ code: 'too_long', nodeId: 'a', path: 'data.text' }],
    ],
    [
      'a text with buttons that is longer than such a text may be',
      flow([start, say('a', { text: 'x'.repeat(641), buttons: [choice('x')] }), say('b')], ['start -> a', 'a.x -> b']),
      [{ code: 'too_long', nodeId: 'a', path: 'data.text' }],
    ],
    [
      'templates that do not parse or show what does not exist',
      flow(
        [
          start,
          say('a', { text: '{{ vars.size }} {{ contact.phone }} {{ contact.age }}' }),
          node('h', 'handoff', { reason: '{{ oops', text: '{{ message.id }} {{ size }}' }),
        ],
        ['start -> a', 'a -> h'],
      ),
      [
        { code: 'unknown_reference', nodeId: 'a', path: 'data.text' },
        { code: 'unknown_reference', nodeId: 'a', path: 'data.text' },
        { code: 'template_syntax', nodeId: 'h', path: 'data.reason' },
        { code: 'unknown_reference', nodeId: 'h', path: 'data.text' },
        { code: 'unknown_reference', nodeId: 'h', path: 'data.text' },
      ],
    ],
    [
      'a condition about what does not exist',
      flow(
        [
          start,
          node('if', 'condition', {
            all: [
              { left: 'size', op: 'exists' },
              { left: 'vars.size', op: 'equals', right: '{{ vars.x }}' },
            ],
          }),
          say('a'),
        ],
        ['start -> if', 'if.true -> a', 'if.false -> a'],
      ),
      [
        { code: 'unknown_reference', nodeId: 'if', path: 'data.all.0.left' },
        { code: 'unknown_reference', nodeId: 'if', path: 'data.all.1.left' },
        { code: 'unknown_reference', nodeId: 'if', path: 'data.all.1.right' },
      ],
    ],
  ])('refuses %s', (_name, definition, problems) => {
    expect(problemsOf(definition)).toEqual(problems);
  });

  it('takes a loop through a wait or a choice', () => {
    const nodes = [
      start,
      node('w', 'wait_for_reply', { timeoutSeconds: 5 }),
      say('menu', { quickReplies: [choice('again'), choice('stop')] }),
      node('end', 'end'),
    ];
    expect(
      problemsOf(
        flow(nodes, ['start -> menu', 'menu.again -> w', 'menu.stop -> end', 'w.reply -> menu', 'w.timeout -> w']),
      ),
    ).toEqual([]);
  });

  it('takes 500 nodes, not 501', () => {
    const waits = (length: number) => {
      const names = Array.from({ length }, (_, index) => `w${index}`);
      const exits = names.flatMap((name, index) =>
        ['reply', 'timeout'].map((exit) => `${name}.${exit} -> ${names[index + 1] ?? 'end'}`),
      );
      const nodes = names.map((name) => node(name, 'wait_for_reply', { timeoutSeconds: 5 }));
      return flow([start, ...nodes, node('end', 'end')], ['start -> w0', ...exits]);
    };
    expect(problemsOf(waits(498))).toEqual([]);
    expect(problemsOf(waits(499))).toEqual([{ code: 'malformed', path: 'nodes' }]);
  });

  it('refuses 21 messages in a row, not 20', () => {
    const chain = (length: number) => {
      const names = Array.from({ length }, (_, index) => `m${index}`);
      return flow(
        [start, ...names.map((name) => say(name))],
        ['start -> m0', ...names.slice(1).map((name, index) => `m${index} -> ${name}`)],
      );
    };
    expect(problemsOf(chain(20))).toEqual([]);
    expect(problemsOf(chain(21))).toContainEqual({ code: 'too_many', nodeId: 'm0' });
  });
});
