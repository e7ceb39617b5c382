import { compiled, edge, keywords, node } from '../../../../test/support/flow-fixtures';
import { type ExposedFieldInput, type FlowTest, type FlowTestInput, flowTestsSchema } from '../../../flows';
import { runFlowTests } from './run-flow-tests';

const SHOP = {
  nodes: [
    node('start', 'trigger', keywords('order')),
    node('menu', 'send_message', {
      text: 'Hi {{ contact.name | default: "there" }}, welcome to {{ config.shop }}!',
      quickReplies: [
        { id: 'status', title: 'My order' },
        { id: 'person', title: 'A person' },
      ],
    }),
    node('ask', 'collect_input', {
      text: 'Which number?',
      slot: { type: 'number', integer: true },
      storeAs: 'order',
      retries: 0,
      timeoutSeconds: 600,
    }),
    node('look', 'http_request', {
      url: 'https://shop.example/orders/{{ vars.order }}',
      mapping: [{ path: 'state', storeAs: 'state' }],
    }),
    node('tag', 'update_contact', { addTags: ['asked'], set: { fields: { lastOrder: '{{ vars.order }}' } } }),
    node('found', 'send_message', { text: 'It is {{ vars.state }}.' }),
    node('agent', 'handoff', { reason: 'wants a person' }),
    node('later', 'send_message', { text: 'Write "order" any time.' }),
  ],
  edges: [
    'start -> menu',
    'menu.status -> ask',
    'menu.person -> agent',
    'ask -> look',
    'ask.failed -> agent',
    'ask.timeout -> later',
    'look.success -> tag',
    'look.error -> agent',
    'tag -> found',
  ].map(edge),
};

const FIELDS: ExposedFieldInput[] = [{ key: 'shop', label: 'Shop', type: 'string', defaultValue: 'our shop' }];

const testsOf = (...tests: FlowTestInput[]): FlowTest[] => flowTestsSchema.parse(tests);
const run = (...tests: FlowTestInput[]) =>
  runFlowTests(compiled(SHOP), testsOf(...tests), FIELDS as Parameters<typeof runFlowTests>[2]);

const SHIPPED: FlowTestInput = {
  name: 'an order on its way',
  persona: { name: 'Ana' },
  steps: [
    { say: 'where is my order' },
    { expect: { reply: { contains: 'hi ana' }, buttons: ['My order', 'A person'] } },
    { tap: 'My order' },
    { say: '1234' },
    { expect: { pending: 'http_request', replies: ['Which number?'] } },
    { task: { name: 'http_request', outcome: { value: { status: 200, body: { state: 'shipped' } } } } },
    {
      expect: {
        replies: [{ matches: '^It is (shipped|packed)\\.$' }],
        status: 'completed',
        contact: { tags: ['asked'], withoutTags: ['vip'], fields: { lastOrder: '1234' } },
        variables: { order: 1234, state: 'shipped' },
        handedOff: false,
      },
    },
  ],
};

describe('flow tests', () => {
  it('pass when all is as expected', () => {
    const report = run(SHIPPED);
    expect(report.results[0]?.failures).toEqual([]);
    expect(report.passed).toBe(true);
  });

  it('tell what was covered and what was not', () => {
    const { coverage } = run(SHIPPED);
    expect(coverage.nodes).toEqual({ total: 8, covered: 6, missing: ['agent', 'later'] });
    expect(coverage.branches.total).toBe(9);
    expect(coverage.branches.missing).toEqual([
      { nodeId: 'menu', handle: 'person' },
      { nodeId: 'ask', handle: 'failed' },
      { nodeId: 'ask', handle: 'timeout' },
      { nodeId: 'look', handle: 'error' },
    ]);
  });

  it.each<[string, FlowTestInput['steps'], string]>([
    [
      'another reply',
      [{ say: 'order' }, { expect: { replies: ['Hello'] } }],
      'Step 2: reply 1 should be "Hello", but was "Hi there, welcome to our shop!".',
    ],
    [
      'more replies',
      [{ say: 'hi' }, { expect: { replies: ['Hello'] } }],
      'Step 2: 1 reply expected, but the bot said nothing.',
    ],
    [
      'a reply where there should be none',
      [{ say: 'order' }, { expect: { noReply: true } }],
      'Step 2: no reply was expected, but the bot said "Hi there, welcome to our shop!".',
    ],
    [
      'other buttons',
      [{ say: 'order' }, { expect: { buttons: ['A person'] } }],
      'Step 2: the buttons under the last reply should be ["A person"], but was ["My order","A person"].',
    ],
    [
      'another status',
      [{ say: 'hi' }, { expect: { status: 'waiting' } }],
      'Step 2: the status should be "waiting", but was "none".',
    ],
    [
      'a tag that is missing',
      [{ say: 'hi' }, { expect: { contact: { tags: ['vip'] } } }],
      'Step 2: the contact lacks the tag "vip"; its tags: none.',
    ],
    [
      'a field of another value',
      [{ say: 'hi' }, { expect: { contact: { fields: { city: 'Porto' } } } }],
      'Step 2: the contact\'s field "city" should be "Porto", but was null.',
    ],
    [
      'a variable',
      [{ say: 'order' }, { expect: { variables: { order: 1 } } }],
      'Step 2: the variable "order" should be 1, but was null.',
    ],
    [
      'nothing to tap',
      [{ say: 'order' }, { tap: 'Prices' }],
      'Step 2: there is nothing to tap called "Prices"; shown were "My order", "A person".',
    ],
    [
      'no task under way',
      [{ say: 'order' }, { expect: { pending: 'http_request' } }],
      'Step 2: the task "http_request" should be under way, but none is.',
    ],
    [
      'no note',
      [{ say: 'order' }, { expect: { note: { contains: 'x' } } }],
      'Step 2: a note should be a text with "x", but there is none.',
    ],
  ])('say precisely what failed: %s', (name, steps, message) => {
    const { results, passed } = run({ name, steps });
    expect(passed).toBe(false);
    expect(results[0]?.failures.map((failure) => failure.message)).toEqual([message]);
  });

  it('look at what was said since the expectations before', () => {
    const { results } = run({
      name: 'two rounds',
      steps: [
        { say: 'order' },
        { expect: { replies: [{ contains: 'welcome' }] } },
        { expect: { reply: { contains: 'welcome' } } },
        { tap: 'My order' },
        { wait: '1h' },
        { expect: { replies: ['Which number?', 'Write "order" any time.'] } },
        { wait: '1h' },
        { expect: { noReply: true, status: 'completed' } },
      ],
    });
    expect(results[0]?.failures).toEqual([]);
  });

  it('hand over, and stay silent while a person has the conversation', () => {
    const { results } = run({
      name: 'a person',
      steps: [
        { say: 'order' },
        { tap: 'A person' },
        { expect: { handedOff: true, status: 'handed_off' } },
        { say: 'order' },
        { expect: { noReply: true } },
        { takeOver: { for: '2h' } },
        { wait: '90m' },
        { say: 'order' },
        { expect: { noReply: true } },
        { giveBack: true },
        { say: 'order' },
        { expect: { reply: { contains: 'welcome' } } },
      ],
    });
    expect(results[0]?.failures).toEqual([]);
  });

  it('refuse values that do not fit the exposed fields', () => {
    const { results } = run({ name: 'config', config: { shop: 7 }, steps: [{ say: 'order' }] });
    expect(results[0]).toMatchObject({ passed: false, failures: [{ step: 0, at: 'config.shop' }] });
  });

  it('show how the conversation went', () => {
    const { results } = run({ name: 'talk', steps: [{ say: 'order' }, { tap: 'My order' }, { wait: '1h' }] });
    expect(results[0]?.transcript).toEqual([
      { from: 'person', text: 'order', afterMs: 0 },
      { from: 'bot', text: 'Hi there, welcome to our shop!', afterMs: 0 },
      { from: 'person', text: 'My order', afterMs: 0 },
      { from: 'bot', text: 'Which number?', afterMs: 0 },
      { from: 'bot', text: 'Write "order" any time.', afterMs: 600_000 },
    ]);
  });

  it('give the same report every time', () => {
    expect(run(SHIPPED)).toEqual(run(SHIPPED));
  });
});

describe('the format of flow tests', () => {
  it.each<[string, unknown]>([
    ['no steps', { name: 'a', steps: [] }],
    ['an unknown step', { name: 'a', steps: [{ shout: 'hi' }] }],
    ['two things in a step', { name: 'a', steps: [{ say: 'hi', tap: 'x' }] }],
    ['an empty expectation', { name: 'a', steps: [{ expect: {} }] }],
    ['a wait without a unit', { name: 'a', steps: [{ wait: '3' }] }],
    ['a wait that is too long', { name: 'a', steps: [{ wait: '61d' }] }],
    ['too many steps', { name: 'a', steps: Array.from({ length: 101 }, () => ({ say: 'hi' })) }],
    ['a pattern that no engine of ours takes', { name: 'a', steps: [{ expect: { reply: { matches: '(a)\\1' } } }] }],
    ['a start that is no time', { name: 'a', at: 'tomorrow', steps: [{ say: 'hi' }] }],
  ])('refuses %s', (_, test) => {
    expect(flowTestsSchema.safeParse([test]).success).toBe(false);
  });

  it('refuses two tests of one name', () => {
    const test = { name: 'a', steps: [{ say: 'hi' }] };
    expect(flowTestsSchema.safeParse([test, test]).success).toBe(false);
  });
});
