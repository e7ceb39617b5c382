import { DISCLOSURE, links, type ShippedTemplate, WAY_TO_PERSON } from './shipped-template';

const HOUR = 3_600;

export const orderStatus: ShippedTemplate = {
  templateId: 'order-status',
  name: 'Order status',
  description: 'Asks for the order number, looks it up in the shop’s own system, and tells where the order is.',
  display: {
    outcome: 'Customers learn where their order is without anybody looking it up.',
    goal: 'Support',
    industry: 'Retail',
    setupTime: '10 minutes',
    collects: ['order number'],
    icon: 'package',
    previewConversation: [
      { from: 'customer', message: 'Where is my order?' },
      { from: 'bot', message: 'I am happy to look. What is the number of your order?' },
      { from: 'customer', message: '48213' },
      { from: 'bot', message: 'Order 48213 is on its way and should arrive on Friday.' },
    ],
  },
  exposedFields: [
    {
      key: 'orderHost',
      label: 'Host of the order service',
      type: 'string',
      description: 'Answers GET /orders/<number> with JSON that holds `state` and, if known, `arrival`.',
      defaultValue: 'orders.example.com',
      required: true,
      validation: { pattern: '^[a-z0-9.-]+$', max: 200 },
      ui: { order: 1, placeholder: 'orders.example.com' },
    },
    {
      key: 'lowestNumber',
      label: 'Lowest order number',
      type: 'number',
      defaultValue: 1,
      validation: { min: 0 },
      ui: { order: 2 },
      source: { nodeId: 'number', path: 'slot.min' },
    },
  ],
  definition: {
    settings: { disclosure: { text: DISCLOSURE } },
    nodes: [
      ...WAY_TO_PERSON,
      {
        id: 'start',
        type: 'trigger',
        position: { x: 0, y: 0 },
        data: {
          label: 'Asks for an order',
          match: {
            mode: 'keywords',
            keywords: ['my order', 'order status', 'where is my order', 'tracking', 'delivery'],
          },
        },
      },
      {
        id: 'number',
        type: 'collect_input',
        position: { x: 320, y: 0 },
        data: {
          text: 'I am happy to look. What is the number of your order?',
          retryText: 'That does not look like an order number: it has only digits.',
          slot: { type: 'number', integer: true, min: 1 },
          storeAs: 'order',
          timeoutSeconds: 6 * HOUR,
        },
      },
      {
        id: 'look-up',
        type: 'http_request',
        position: { x: 640, y: 0 },
        data: {
          url: 'https://{{ config.orderHost }}/orders/{{ vars.order }}',
          mapping: [
            { path: 'state', storeAs: 'state' },
            { path: 'arrival', storeAs: 'arrival' },
          ],
          storeStatusAs: 'httpStatus',
        },
      },
      {
        id: 'keep',
        type: 'update_contact',
        position: { x: 960, y: 0 },
        data: { set: { fields: { lastOrder: '{{ vars.order | truncate: 20 }}' } }, addTags: ['customer'] },
      },
      {
        id: 'which-state',
        type: 'router',
        position: { x: 1_280, y: 0 },
        data: {
          branches: [
            { id: 'shipped', all: [{ left: 'vars.state', op: 'equals', right: 'shipped' }] },
            { id: 'delivered', all: [{ left: 'vars.state', op: 'equals', right: 'delivered' }] },
          ],
        },
      },
      {
        id: 'on-its-way',
        type: 'send_message',
        position: { x: 1_600, y: -160 },
        data: {
          text:
            'Order {{ vars.order | truncate: 20 }} is on its way' +
            '{% if vars.arrival %} and should arrive on {{ vars.arrival | truncate: 40 }}{% endif %}.',
        },
      },
      {
        id: 'delivered',
        type: 'send_message',
        position: { x: 1_600, y: 0 },
        data: {
          text: 'Order {{ vars.order | truncate: 20 }} was delivered. Is everything all right with it?',
          quickReplies: [
            { id: 'fine', title: 'All fine' },
            { id: 'problem', title: 'There is a problem' },
          ],
        },
      },
      { id: 'glad', type: 'send_message', position: { x: 1_920, y: -80 }, data: { text: 'We are glad to hear that!' } },
      {
        id: 'problem-task',
        type: 'create_task',
        position: { x: 1_920, y: 80 },
        data: { title: 'Problem with order {{ vars.order | truncate: 20 }}', dueInHours: 24, priority: 'high' },
      },
      {
        id: 'problem',
        type: 'handoff',
        position: { x: 2_240, y: 80 },
        data: {
          reason: 'Problem with order {{ vars.order | truncate: 20 }}',
          text: 'I am sorry. One of us will take care of it here.',
        },
      },
      {
        id: 'in-work',
        type: 'send_message',
        position: { x: 1_600, y: 160 },
        data: { text: 'We are still preparing order {{ vars.order | truncate: 20 }}. We will write when it leaves.' },
      },
      {
        id: 'unknown',
        type: 'condition',
        position: { x: 960, y: 320 },
        data: { all: [{ left: 'vars.httpStatus', op: 'equals', right: 404 }] },
      },
      {
        id: 'not-found',
        type: 'handoff',
        position: { x: 1_280, y: 320 },
        data: {
          reason: 'Order {{ vars.order | truncate: 20 }} was not found',
          text: 'I cannot find an order {{ vars.order | truncate: 20 }}. One of us will look into it.',
        },
      },
      {
        id: 'not-working',
        type: 'handoff',
        position: { x: 1_280, y: 480 },
        data: {
          reason: 'The order service did not answer for order {{ vars.order | truncate: 20 }}',
          text: 'I cannot look that up right now. One of us will tell you here.',
        },
      },
      {
        id: 'no-number',
        type: 'handoff',
        position: { x: 640, y: 640 },
        data: { reason: 'Asks for an order, without a number', text: 'No problem. One of us will help you here.' },
      },
      { id: 'quiet', type: 'end', position: { x: 640, y: 480 }, data: {} },
    ],
    edges: links(
      'want-person -> person',
      'start -> number',
      'number -> look-up',
      'number.failed -> no-number',
      'number.timeout -> quiet',
      'look-up.success -> keep',
      'look-up.error -> unknown',
      'keep -> which-state',
      'which-state.shipped -> on-its-way',
      'which-state.delivered -> delivered',
      'which-state.else -> in-work',
      'delivered.fine -> glad',
      'delivered.problem -> problem-task',
      'problem-task -> problem',
      'unknown.true -> not-found',
      'unknown.false -> not-working',
    ),
  },
  tests: [
    {
      name: 'an order on its way',
      persona: { answers: { http_request: { value: { status: 200, body: { state: 'shipped', arrival: 'Friday' } } } } },
      steps: [
        { say: 'Hi, where is my order?' },
        { expect: { reply: { contains: 'number of your order' } } },
        { say: '48213' },
        {
          expect: {
            replies: ['Order 48213 is on its way and should arrive on Friday.'],
            contact: { tags: ['customer'], fields: { lastOrder: '48213' } },
            status: 'completed',
          },
        },
      ],
    },
    {
      name: 'a problem with what was delivered',
      persona: { answers: { http_request: { value: { status: 200, body: { state: 'delivered' } } } } },
      steps: [
        { say: 'my order please' },
        { say: '7' },
        { expect: { buttons: ['All fine', 'There is a problem'] } },
        { tap: 'There is a problem' },
        { expect: { handedOff: true, task: 'Problem with order 7', status: 'handed_off' } },
      ],
    },
    {
      name: 'what was delivered is fine',
      persona: { answers: { http_request: { value: { status: 200, body: { state: 'delivered' } } } } },
      steps: [
        { say: 'my order' },
        { say: '7' },
        { tap: 'All fine' },
        { expect: { reply: { contains: 'glad' }, status: 'completed' } },
      ],
    },
    {
      name: 'an order that is being prepared',
      persona: { answers: { http_request: { value: { status: 200, body: { state: 'paid' } } } } },
      steps: [{ say: 'tracking' }, { say: '12' }, { expect: { reply: { contains: 'still preparing order 12' } } }],
    },
    {
      name: 'an order that nobody knows',
      persona: { answers: { http_request: { value: { status: 404, body: {} } } } },
      steps: [
        { say: 'order status' },
        { say: '99999' },
        { expect: { reply: { contains: 'cannot find an order 99999' }, handedOff: true } },
      ],
    },
    {
      name: 'the service is away',
      persona: { answers: { http_request: { error: 'timed out' } } },
      steps: [
        { say: 'order status' },
        { say: '1' },
        { expect: { reply: { contains: 'cannot look that up' }, handedOff: true } },
      ],
    },
    {
      name: 'no number, however often it is asked for',
      config: { lowestNumber: 1_000 },
      steps: [
        { say: 'my order' },
        { say: 'the blue one' },
        { expect: { reply: { contains: 'only digits' } } },
        { say: '12' },
        { expect: { reply: { contains: 'only digits' } } },
        { say: 'no idea' },
        { expect: { reply: { contains: 'One of us will help' }, handedOff: true } },
      ],
    },
    {
      name: 'nobody answers',
      steps: [
        { say: 'my order' },
        { expect: { status: 'waiting' } },
        { wait: '7h' },
        { expect: { noReply: true, status: 'completed' } },
      ],
    },
    { name: 'a person at once', steps: [{ say: 'a person please' }, { expect: { handedOff: true } }] },
  ],
};
