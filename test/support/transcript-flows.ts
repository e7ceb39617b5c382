import type { BusinessHours } from '../../src/shared/kernel';
import { anyMessage, flow, node } from './flow-fixtures';

/** Small flows that several transcripts play. */
export const begin = node('start', 'trigger', anyMessage);

export const menu = flow(
  [
    begin,
    node('menu', 'send_message', {
      text: 'What?',
      buttons: [
        { id: 'shoes', title: 'Shoes' },
        { id: 'hats', title: 'Hats' },
        { id: 'site', title: 'Site', url: 'https://example.com' },
      ],
    }),
    node('shoes', 'send_message', { text: 'Shoes it is.' }),
    node('hats', 'send_message', { text: 'Hats it is.' }),
  ],
  ['start -> menu', 'menu.shoes -> shoes', 'menu.hats -> hats'],
);

/** A question, and what is said to the reply. */
export function asking(wait: Record<string, unknown>, answer = answerShowing(wait['storeAs'])) {
  return flow(
    [
      begin,
      node('ask', 'send_message', { text: 'Which?' }),
      node('wait', 'wait_for_reply', wait),
      node('so', 'send_message', { text: answer }),
      node('nudge', 'send_message', { text: 'Still there?' }),
    ],
    ['start -> ask', 'ask -> wait', 'wait.reply -> so', 'wait.timeout -> nudge'],
  );
}

const answerShowing = (variable: unknown) => (typeof variable === 'string' ? `So: {{ vars.${variable} }}` : 'So: that');

export function delayed(delay: Record<string, unknown>) {
  return flow(
    [begin, node('delay', 'delay', delay), node('again', 'send_message', { text: 'Hello again' })],
    ['start -> delay', 'delay -> again'],
  );
}

/** Open on weekdays from 10 to 18 in Berlin. */
export const OFFICE: BusinessHours = {
  timeZone: 'Europe/Berlin',
  weekly: Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [{ from: '10:00', to: '18:00' }]]),
  ),
  exceptions: [],
};

export function collecting(slot: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return flow(
    [
      begin,
      node('ask', 'collect_input', { text: 'Please?', slot, storeAs: 'value', timeoutSeconds: 3_600, ...more }),
      node('got', 'send_message', { text: 'Got "{{ vars.value }}"' }),
      node('failed', 'send_message', { text: 'Never mind.' }),
      node('late', 'send_message', { text: 'Too late.' }),
    ],
    ['start -> ask', 'ask -> got', 'ask.failed -> failed', 'ask.timeout -> late'],
  );
}

export const SIZES = {
  type: 'choice',
  choices: [
    { id: 'small', title: 'Small' },
    { id: 'large', title: 'Large', value: 'L' },
  ],
};

export const classifying = flow(
  [
    begin,
    node('detect', 'detect_intent', {
      intents: [
        { id: 'order', description: 'asks about an order' },
        { id: 'price', description: 'asks for a price' },
      ],
      minConfidence: 0.6,
      storeAs: 'intent',
    }),
    node('order', 'send_message', { text: 'About your order.' }),
    node('price', 'send_message', { text: 'About prices.' }),
    node('none', 'send_message', { text: 'Pardon?' }),
    node('error', 'send_message', { text: 'Try again.' }),
  ],
  ['start -> detect', 'detect.order -> order', 'detect.price -> price', 'detect.none -> none', 'detect.error -> error'],
);

export function replying(more: Record<string, unknown> = {}) {
  return flow(
    [
      begin,
      node('reply', 'ai_reply', {
        instructions: 'Answer for {{ config.shop }}.',
        ai: { maxSentences: 2 },
        storeAs: 'said',
        ...more,
      }),
      node('person', 'handoff', { reason: 'the model asks for a person' }),
      node('sorry', 'send_message', { text: 'Sorry.' }),
    ],
    ['start -> reply', 'reply.escalate -> person', 'reply.error -> sorry'],
  );
}

/** Books an appointment. */
export function agent(more: Record<string, unknown> = {}) {
  const others = ['stopped', 'escalate', 'limit', 'timeout', 'error'];
  return flow(
    [
      begin,
      node('agent', 'ai_agent', {
        instructions: 'Book an appointment.',
        slots: [
          { key: 'day', question: 'Which day?' },
          { key: 'wish', question: 'What for?', required: false },
        ],
        timeoutSeconds: 3_600,
        ...more,
      }),
      node('booked', 'send_message', { text: 'Booked: {{ vars.day }}.' }),
      ...others.map((exit) => node(exit, 'send_message', { text: `Left: ${exit}` })),
    ],
    ['start -> agent', 'agent.done -> booked', ...others.map((exit) => `agent.${exit} -> ${exit}`)],
  );
}

export const calling = flow(
  [
    begin,
    node('call', 'http_request', {
      method: 'POST',
      url: 'https://api.example.com/orders',
      query: { id: '{{ message.text }}' },
      headers: { authorization: 'Bearer {{ config.key }}' },
      body: { text: '{{ message.text }}', deep: ['{{ message.text }}', 1, null] },
      mapping: [
        { path: 'order.state', storeAs: 'state' },
        { path: 'order.items.0.name', storeAs: 'item' },
        { path: 'total', storeAs: 'total' },
        { path: 'order.constructor', storeAs: 'missing' },
      ],
      storeStatusAs: 'status',
    }),
    node('ok', 'send_message', { text: '{{ vars.state }}: {{ vars.item }} ({{ vars.total }}{{ vars.missing }})' }),
    node('error', 'send_message', { text: 'Error {{ vars.status }}' }),
  ],
  ['start -> call', 'call.success -> ok', 'call.error -> error'],
);

export const profiled = flow(
  [
    begin,
    node('look', 'lookup_profile', { storeAs: 'profile' }),
    node('hi', 'send_message', { text: 'Hi {{ contact.name }}!' }),
    node('who', 'send_message', { text: 'Hi stranger!' }),
  ],
  ['start -> look', 'look -> hi', 'look.failed -> who'],
);

export const halves = flow(
  [
    begin,
    node('split', 'split', {
      branches: [
        { id: 'a', weight: 1 },
        { id: 'b', weight: 3 },
      ],
    }),
    node('a', 'send_message', { text: 'A' }),
    node('b', 'send_message', { text: 'B' }),
    node('wait', 'wait_for_reply', { timeoutSeconds: 60 }),
  ],
  [
    'start -> split',
    'split.a -> a',
    'split.b -> b',
    'a -> wait',
    'b -> wait',
    'wait.reply -> split',
    'wait.timeout -> split',
  ],
);

/** Says everything back. */
export function chatty(more: Record<string, unknown>) {
  return flow(
    [
      begin,
      node('echo', 'send_message', { text: 'Echo {{ message.text }}', ...more }),
      node('wait', 'wait_for_reply', { timeoutSeconds: 86_400 }),
      node('bye', 'send_message', { text: 'Bye' }),
    ],
    ['start -> echo', 'echo -> wait', 'wait.reply -> echo', 'wait.timeout -> bye'],
  );
}

/** A rule that holds for every message with a text. */
export const ANY = [{ left: 'message.text', op: 'exists' }];
