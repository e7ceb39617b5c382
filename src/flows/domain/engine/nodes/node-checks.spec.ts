import { LIMITS, node } from '../../../../../test/support/flow-fixtures';
import type { CheckContext } from '../../compile/check-context';
import { type FlowNode, kindOf, nodeSchema } from './index';

const context: CheckContext = {
  limits: LIMITS,
  variables: new Set(['a']),
  valueSize: () => ({ bytes: 0, characters: 0 }),
  onReference: () => undefined,
};

/** `code path` of everything that is wrong; a shape that is wrong comes before what is inside. */
function problemsOf(type: string, data: Record<string, unknown>): string[] {
  const parsed = nodeSchema.safeParse(node('n', type, data));
  if (!parsed.success) return parsed.error.issues.map(({ path }) => `malformed ${path.slice(1).join('.')}`);
  return kindOf(parsed.data)
    .check(parsed.data.data, context)
    .map(({ code, path }) => `${code} ${path}`);
}

const long = 'x'.repeat(1_100);
const choices = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `c${index}`, title: `C${index}` }));
const slotOf = (slot: Record<string, unknown>) => ({ text: 'Please?', slot, storeAs: 'a', timeoutSeconds: 60 });
const request = (data: Record<string, unknown>) => ({ url: 'https://api.example.com/x', ...data });
const agent = (data: Record<string, unknown>) => ({ instructions: 'Help.', timeoutSeconds: 60, ...data });

describe('what is wrong with a node', () => {
  it.each<[string, Record<string, unknown>, string[]]>([
    ['send_message', {}, ['malformed text']],
    ['send_message', { text: 'x', colour: 'red' }, ['malformed ']],
    ['send_message', { text: long }, ['too_long text']],
    ['send_message', { text: 'x', variants: ['y', long] }, ['too_long variants.1']],
    ['send_message', { text: '{{ vars.b }}' }, ['unknown_reference text']],
    ['send_message', { text: 'x'.repeat(700), buttons: choices(1) }, ['too_long text']],
    ['send_message', { text: 'x', buttons: choices(4) }, ['too_many buttons']],
    ['send_message', { text: 'x', quickReplies: choices(14) }, ['too_many quickReplies']],
    [
      'send_message',
      { text: 'x', buttons: choices(1), quickReplies: [{ id: 'q', title: 'Q' }] },
      ['conflicting_choices quickReplies'],
    ],
    ['send_message', { text: 'x', buttons: [...choices(1), ...choices(1)] }, ['duplicate_id buttons.1.id']],
    ['send_message', { text: 'x', buttons: [{ id: 'next', title: 'Next' }] }, ['malformed buttons.0.id']],
    ['send_message', { text: 'x', buttons: [{ id: 'b', title: 'y'.repeat(21) }] }, ['too_long buttons.0.title']],
    ['send_message', { text: 'x', typingSeconds: 21 }, ['malformed typingSeconds']],
    ['send_message', { media: { type: 'image', url: 'javascript:alert(1)' } }, ['malformed media.url']],
    [
      'send_message',
      { media: { type: 'image', url: 'https://x.example/{{ vars.b }}' } },
      ['unknown_reference media.url'],
    ],
    [
      'send_message',
      { media: { type: 'image', url: 'https://x.example/a' }, buttons: choices(1) },
      ['conflicting_choices buttons'],
    ],
    ['send_message', { cards: [{ title: 'C', buttons: choices(4) }] }, ['too_many cards.0.buttons']],
    [
      'send_message',
      {
        cards: [
          { title: 'C', buttons: choices(1) },
          { title: 'D', buttons: choices(1) },
        ],
      },
      ['duplicate_id cards.1.buttons.0.id'],
    ],
    ['send_message', { text: 'x', rateLimit: { maxMessages: 0, perMinutes: 1 } }, ['malformed rateLimit.maxMessages']],
    ['wait_for_reply', { timeoutSeconds: 60, joinSeconds: 61 }, ['malformed joinSeconds']],
    ['wait_for_reply', { timeoutSeconds: 60, storeAs: '__proto__' }, ['malformed storeAs']],
    ['delay', { mode: 'for', amount: 31, unit: 'days' }, ['malformed amount']],
    ['delay', { mode: 'until', time: '24:00' }, ['malformed time']],
    ['delay', { mode: 'until', time: '09:00', timeZone: 'Europe/Atlantis' }, ['malformed timeZone']],
    ['delay', { mode: 'whenever' }, ['malformed mode']],
    ['collect_input', slotOf({ type: 'text', pattern: '(?=x)' }), ['unsafe_pattern slot.pattern']],
    ['collect_input', slotOf({ type: 'number', min: 5, max: 4 }), ['malformed slot.max']],
    ['collect_input', slotOf({ type: 'date', earliest: 'soon' }), ['malformed slot.earliest']],
    ['collect_input', slotOf({ type: 'choice', choices: choices(14) }), ['too_many slot.choices']],
    [
      'collect_input',
      slotOf({ type: 'choice', choices: [...choices(1), ...choices(1)] }),
      ['duplicate_id slot.choices.1.id'],
    ],
    ['collect_input', { ...slotOf({ type: 'email' }), saveTo: 'tags' }, ['malformed saveTo']],
    ['collect_input', { ...slotOf({ type: 'email' }), retryText: '{{ vars.b }}' }, ['unknown_reference retryText']],
    [
      'handoff',
      { reason: '{{ vars.b }}', topic: '{{ vars.c }}' },
      ['unknown_reference reason', 'unknown_reference topic'],
    ],
    ['handoff', { reason: 'x', text: long }, ['too_long text']],
    ['update_contact', {}, ['malformed set']],
    [
      'update_contact',
      { set: { fields: { a: '{{ vars.b }}' } }, addTags: ['{{ vars.c }}'] },
      ['unknown_reference set.fields.a', 'unknown_reference addTags.0'],
    ],
    ['update_contact', { set: { fields: { 'a.b': 'x' } } }, ['malformed set.fields.a.b']],
    ['add_note', { text: '{{ vars.b }}' }, ['unknown_reference text']],
    ['create_task', { title: '{{ vars.b }}', dueInHours: 0 }, ['malformed dueInHours']],
    ['create_task', { title: '{{ vars.b }}' }, ['unknown_reference title']],
    ['capture_goal', { goal: 'fame' }, ['malformed goal']],
    [
      'capture_goal',
      { goal: 'order', fields: { a: '{{ vars.b }}' }, value: '{{ vars.c }}' },
      ['unknown_reference fields.a', 'unknown_reference value'],
    ],
    ['http_request', request({ url: 'ftp://example.com' }), ['malformed url']],
    ['http_request', request({ url: 'https://{{ message.text }}/x' }), ['malformed url']],
    ['http_request', request({ url: 'https://example.com@{{ message.text }}/x' }), ['malformed url']],
    ['http_request', request({ url: 'https://{{ config.host }}{{ message.text }}/x' }), ['malformed url']],
    ['http_request', request({ timeoutMs: 10_001 }), ['malformed timeoutMs']],
    [
      'http_request',
      request({ headers: { a: '{{ vars.b }}' }, body: { deep: ['{{ vars.c }}'] } }),
      ['unknown_reference headers.a', 'unknown_reference body.deep.0'],
    ],
    ['split', { branches: [{ id: 'a', weight: 1 }] }, ['malformed branches']],
    [
      'split',
      {
        branches: [
          { id: 'a', weight: 1 },
          { id: 'a', weight: 1 },
        ],
      },
      ['duplicate_id branches.1.id'],
    ],
    ['detect_intent', { intents: [{ id: 'none', description: 'x' }] }, ['malformed intents.0.id']],
    [
      'detect_intent',
      {
        intents: [
          { id: 'a', description: 'x' },
          { id: 'a', description: 'y' },
        ],
      },
      ['duplicate_id intents.1.id'],
    ],
    ['ai_reply', { instructions: '{{ vars.b }}' }, ['unknown_reference instructions']],
    ['ai_reply', { instructions: 'x', ai: { temperature: 3 } }, ['malformed ai.temperature']],
    [
      'ai_agent',
      agent({
        slots: [
          { key: 'a', question: 'x' },
          { key: 'a', question: 'y' },
        ],
      }),
      ['duplicate_id slots.1.key'],
    ],
    ['ai_agent', agent({ maxTurns: 0 }), ['malformed maxTurns']],
    ['end', { outcome: '' }, ['malformed outcome']],
  ])('%s %j', (type, data, expected) => {
    expect(
      problemsOf(type, data).map((problem) =>
        problem.replace('malformed data.', 'malformed ').replace(/^malformed data$/, 'malformed '),
      ),
    ).toEqual(expected);
  });

  it.each<[string, Record<string, unknown>]>([
    ['http_request', request({ url: 'https://{{ config.host }}/x?id={{ message.text | url_encode }}' })],
    ['send_message', { media: { type: 'image', url: '{{ config.picture }}' } }],
    ['collect_input', slotOf({ type: 'text', pattern: '^[a-z]+$', min: 1, max: 1 })],
    ['update_contact', { removeTags: ['cold'] }],
  ])('nothing: %s %j', (type, data) => {
    expect(problemsOf(type, data)).toEqual([]);
  });
});

describe('what the compiler is told about a node', () => {
  const parsed = (type: string, data: Record<string, unknown>): FlowNode => nodeSchema.parse(node('n', type, data));
  const told = (type: string, data: Record<string, unknown>) => {
    const draft = parsed(type, data);
    const kind = kindOf(draft);
    return {
      messages: kind.messages(draft.data),
      tasks: kind.tasks(draft.data),
      formats: kind.formats(draft.data),
      variables: kind.variables(draft.data),
      silences: Object.fromEntries(
        kind
          .handles(draft.data)
          .map(({ name }) => [name, [kind.shortestSilence(draft.data, name), kind.longestSilence(draft.data, name)]]),
      ),
    };
  };

  it.each<[string, Record<string, unknown>, object]>([
    [
      'send_message',
      { text: 'x', media: { type: 'image', url: 'https://x.example/a' }, cards: [{ title: 'C' }] },
      { messages: 3, formats: ['media', 'cards'], tasks: [] },
    ],
    ['send_message', { text: 'x', typingSeconds: 3 }, { messages: 1, formats: [], silences: { next: [0, 3_000] } }],
    [
      'wait_for_reply',
      { timeoutSeconds: 60, joinSeconds: 5, storeAs: 'r' },
      { variables: ['r'], silences: { reply: [0, 5_000], timeout: [60_000, 60_000] } },
    ],
    ['delay', { mode: 'for', amount: 2, unit: 'hours' }, { silences: { next: [7_200_000, 7_200_000] } }],
    ['delay', { mode: 'until', time: '09:00' }, { silences: { next: [0, 90_000_000] } }],
    ['delay', { mode: 'opening' }, { silences: { next: [0, Infinity] } }],
    [
      'collect_input',
      { ...slotOf({ type: 'email' }), saveTo: 'email' },
      {
        messages: 1,
        tasks: ['update_contact'],
        variables: ['a'],
        silences: { next: [0, 0], timeout: [60_000, 60_000] },
      },
    ],
    [
      'ai_agent',
      agent({ slots: [{ key: 'day', question: 'x' }] }),
      { messages: 1, tasks: ['ai_agent'], variables: ['day'], silences: { done: [0, 0], timeout: [60_000, 60_000] } },
    ],
    [
      'http_request',
      request({ mapping: [{ path: 'a', storeAs: 'b' }], storeStatusAs: 's' }),
      { messages: 0, tasks: ['http_request'], variables: ['b', 's'] },
    ],
    ['ai_reply', { instructions: 'x', send: false }, { messages: 0, tasks: ['ai_reply'] }],
    ['capture_goal', { goal: 'lead' }, { tasks: ['capture_goal'] }],
    ['handoff', { reason: 'x', text: 'y' }, { messages: 1, tasks: [] }],
  ])('%s %j', (type, data, expected) => {
    expect(told(type, data)).toMatchObject(expected);
  });
});
