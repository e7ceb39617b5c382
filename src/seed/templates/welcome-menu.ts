import { DISCLOSURE, links, type ShippedTemplate, WAY_TO_PERSON } from './shipped-template';

const HOUR = 3_600;

export const welcomeMenu: ShippedTemplate = {
  templateId: 'welcome-menu',
  name: 'Welcome menu',
  description: 'Greets whoever writes, tells opening hours, takes questions, and hands over to a person.',
  display: {
    outcome: 'Nobody who writes for the first time waits for an answer.',
    goal: 'Support',
    industry: 'General',
    setupTime: '3 minutes',
    collects: ['question'],
    icon: 'wave',
    previewConversation: [
      { from: 'customer', message: 'Hello!' },
      { from: 'bot', message: 'Hi Ana, welcome to Studio Clay! How can we help?' },
      { from: 'customer', message: 'Opening hours' },
      { from: 'bot', message: 'We are open Tuesday to Saturday, 10 to 6.' },
    ],
  },
  exposedFields: [
    {
      key: 'businessName',
      label: 'Name of the business',
      type: 'string',
      defaultValue: 'our shop',
      validation: { min: 1, max: 60 },
      ui: { order: 1, placeholder: 'Studio Clay' },
    },
    {
      key: 'hours',
      label: 'Opening hours, in words',
      type: 'text',
      defaultValue: 'We are open Monday to Friday, 9 to 5.',
      validation: { min: 1, max: 240 },
      ui: { order: 2 },
    },
    {
      key: 'website',
      label: 'Address of the website',
      type: 'string',
      defaultValue: 'https://example.com',
      validation: { pattern: '^https://', max: 500 },
      ui: { order: 3, placeholder: 'https://…' },
      source: { nodeId: 'menu', path: 'buttons.2.url' },
    },
  ],
  definition: {
    settings: { disclosure: { text: DISCLOSURE } },
    nodes: [
      ...WAY_TO_PERSON,
      { id: 'any', type: 'trigger', position: { x: 0, y: 0 }, data: { label: 'Any message', match: { mode: 'any' } } },
      {
        id: 'ice-breaker',
        type: 'trigger',
        position: { x: 0, y: 160 },
        data: { label: 'Ice breaker', on: 'ice_breaker', match: { mode: 'any' } },
      },
      { id: 'who', type: 'lookup_profile', position: { x: 320, y: 80 }, data: {} },
      {
        id: 'open',
        type: 'condition',
        position: { x: 640, y: 80 },
        data: { all: [{ left: 'time.open', op: 'equals', right: true }] },
      },
      {
        id: 'closed',
        type: 'send_message',
        position: { x: 960, y: 240 },
        data: { text: 'We are closed at the moment. Leave us your question, and we answer when we are back.' },
      },
      {
        id: 'menu',
        type: 'send_message',
        position: { x: 1_280, y: 80 },
        data: {
          text: 'Hi {{ contact.name | default: "there" | truncate: 60 }}, welcome to {{ config.businessName | truncate: 60 }}! How can we help?',
          buttons: [
            { id: 'hours', title: 'Opening hours' },
            { id: 'question', title: 'Ask a question' },
            { id: 'website', title: 'Our website', url: 'https://example.com' },
          ],
        },
      },
      {
        id: 'hours',
        type: 'send_message',
        position: { x: 1_600, y: 0 },
        data: { text: '{{ config.hours | truncate: 240 }}' },
      },
      {
        id: 'ask',
        type: 'send_message',
        position: { x: 1_600, y: 160 },
        data: { text: 'Sure. What would you like to know?' },
      },
      {
        id: 'question',
        type: 'wait_for_reply',
        position: { x: 1_920, y: 160 },
        data: { timeoutSeconds: 12 * HOUR, storeAs: 'question', joinSeconds: 10 },
      },
      {
        id: 'note',
        type: 'add_note',
        position: { x: 2_240, y: 160 },
        data: { text: 'Asked: {{ vars.question }}' },
      },
      {
        id: 'answer',
        type: 'handoff',
        position: { x: 2_560, y: 160 },
        data: { reason: 'Has a question', text: 'Thank you! One of us will answer you here.' },
      },
      { id: 'quiet', type: 'end', position: { x: 2_240, y: 320 }, data: {} },
    ],
    edges: links(
      'want-person -> person',
      'any -> who',
      'ice-breaker -> who',
      'who -> open',
      'open.true -> menu',
      'open.false -> closed',
      'closed -> menu',
      'menu.hours -> hours',
      'menu.question -> ask',
      'ask -> question',
      'question.reply -> note',
      'question.timeout -> quiet',
      'note -> answer',
    ),
  },
  tests: [
    {
      name: 'greets by name and tells the hours',
      persona: { name: 'Ana' },
      config: { businessName: 'Studio Clay', hours: 'Tuesday to Saturday, 10 to 6.' },
      steps: [
        { say: 'hello' },
        {
          expect: {
            replies: [`${DISCLOSURE}\n\nHi Ana, welcome to Studio Clay! How can we help?`],
            buttons: ['Opening hours', 'Ask a question', 'Our website'],
          },
        },
        { tap: 'Opening hours' },
        { expect: { replies: ['Tuesday to Saturday, 10 to 6.'], status: 'completed' } },
      ],
    },
    {
      name: 'takes a question that is written in several messages',
      steps: [
        { trigger: { type: 'ice_breaker', payload: 'start', text: 'What do you sell?' } },
        { tap: 'Ask a question' },
        { say: 'Do you ship' },
        { say: 'to Portugal?' },
        { wait: '1m' },
        { expect: { handedOff: true, note: { matches: 'Do you ship\\s+to Portugal' } } },
      ],
    },
    {
      name: 'says so when it is closed',
      hours: { timeZone: 'Europe/Lisbon', weekly: { monday: [{ from: '09:00', to: '17:00' }] } },
      steps: [{ say: 'hi' }, { expect: { reply: { contains: 'closed' }, status: 'waiting' } }],
    },
    {
      name: 'leaves people alone who do not answer',
      steps: [
        { say: 'hi' },
        { tap: 'Ask a question' },
        { expect: { reply: { contains: 'like to know' } } },
        { wait: '13h' },
        { expect: { noReply: true, status: 'completed', handedOff: false } },
      ],
    },
    {
      name: 'leads to a person, and is silent then',
      steps: [
        { say: 'hi' },
        { say: 'I want a person' },
        { expect: { handedOff: true, reply: { contains: 'One of us' } } },
        { say: 'hello?' },
        { expect: { noReply: true } },
      ],
    },
  ],
};
