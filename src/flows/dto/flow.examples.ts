/** Examples of the document: one small flow, the same everywhere. */
export const DEFINITION_EXAMPLE = {
  nodes: [
    { id: 'start', type: 'trigger', data: { match: { mode: 'keywords', keywords: ['hours', 'open'] } } },
    { id: 'answer', type: 'send_message', data: { text: '{{ config.shop }} is open from 10 to 6.' } },
  ],
  edges: [{ id: 'start-answer', source: 'start', target: 'answer' }],
};

export const FIELDS_EXAMPLE = [{ key: 'shop', label: 'Name of the shop', type: 'string', required: true }];

export const DISPLAY_EXAMPLE = {
  outcome: 'Tells people when you are open',
  goal: 'Support',
  industry: 'Retail',
  setupTime: '2 minutes',
  previewConversation: [
    { from: 'customer', message: 'When are you open?' },
    { from: 'bot', message: 'The Shoe Shop is open from 10 to 6.' },
  ],
};

export const TESTS_EXAMPLE = [
  {
    name: 'tells the hours',
    config: { shop: 'The Shoe Shop' },
    steps: [{ say: 'When are you open?' }, { expect: { reply: { contains: 'from 10 to 6' } } }],
  },
];

export const FILE_EXAMPLE = {
  format: 'parley-flow',
  formatVersion: 1,
  name: 'Opening hours',
  definition: DEFINITION_EXAMPLE,
  exposedFields: FIELDS_EXAMPLE,
};

export const CONFIG_EXAMPLE = { shop: 'The Shoe Shop' };
