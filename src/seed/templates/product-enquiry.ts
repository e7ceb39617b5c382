import { DISCLOSURE, links, type ShippedTemplate, WAY_TO_PERSON } from './shipped-template';

const HOUR = 3_600;
const WORDS = ['price', 'how much', 'info', 'available', 'link'];

export const productEnquiry: ShippedTemplate = {
  templateId: 'product-enquiry',
  name: 'Product enquiry',
  description: 'Answers a comment or a message about a product with its picture, price and link, and keeps the lead.',
  display: {
    outcome: 'Whoever asks under a post gets price and link in private, within seconds.',
    goal: 'Sales',
    industry: 'Retail',
    setupTime: '5 minutes',
    collects: ['e-mail address'],
    icon: 'tag',
    previewConversation: [
      { from: 'customer', message: 'Price?' },
      { from: 'bot', message: 'Thank you for asking! Here is the Moon lamp, 89 €.' },
    ],
  },
  exposedFields: [
    {
      key: 'product',
      label: 'Product',
      type: 'string',
      defaultValue: 'this piece',
      validation: { min: 1, max: 60 },
      ui: { order: 1 },
    },
    {
      key: 'price',
      label: 'Price',
      type: 'string',
      defaultValue: 'on request',
      validation: { max: 40 },
      ui: { order: 2 },
    },
    {
      key: 'picture',
      label: 'Address of a picture',
      type: 'string',
      defaultValue: 'https://example.com/picture.jpg',
      validation: { pattern: '^https://', max: 500 },
      ui: { order: 3 },
    },
    {
      key: 'link',
      label: 'Address where it can be bought',
      type: 'string',
      defaultValue: 'https://example.com/product',
      validation: { pattern: '^https://', max: 500 },
      ui: { order: 4 },
      source: { nodeId: 'product', path: 'cards.0.buttons.0.url' },
    },
  ],
  definition: {
    settings: { disclosure: { text: DISCLOSURE }, rateLimit: { maxMessages: 20, perMinutes: 60 } },
    nodes: [
      ...WAY_TO_PERSON,
      {
        id: 'comment',
        type: 'trigger',
        position: { x: 0, y: 0 },
        data: {
          label: 'Comment under a post',
          on: 'post_comment',
          match: { mode: 'keywords', keywords: WORDS },
        },
      },
      {
        id: 'message',
        type: 'trigger',
        position: { x: 0, y: 160 },
        data: { label: 'Message', match: { mode: 'keywords', keywords: WORDS } },
      },
      {
        id: 'story',
        type: 'trigger',
        position: { x: 0, y: 320 },
        data: { label: 'Reply to a story', on: 'story_reply', match: { mode: 'any' } },
      },
      {
        id: 'opening',
        type: 'send_message',
        position: { x: 160, y: 0 },
        data: {
          text: 'Thank you for your comment! May we show you {{ config.product | truncate: 60 }} here?',
          buttons: [{ id: 'show', title: 'Yes, show me' }],
        },
      },
      {
        id: 'thanks',
        type: 'send_message',
        position: { x: 320, y: 160 },
        data: {
          text: 'Thank you for asking! Here is {{ config.product | truncate: 60 }}, {{ config.price | truncate: 40 }}.',
          variants: ['Good choice! This is {{ config.product | truncate: 60 }}, {{ config.price | truncate: 40 }}.'],
          media: { type: 'image', url: '{{ config.picture }}' },
        },
      },
      {
        id: 'product',
        type: 'send_message',
        position: { x: 640, y: 160 },
        data: {
          cards: [
            {
              title: '{{ config.product }}',
              subtitle: '{{ config.price }}',
              imageUrl: '{{ config.picture }}',
              buttons: [{ id: 'buy', title: 'Buy it', url: 'https://example.com/product' }],
            },
          ],
        },
      },
      {
        id: 'more',
        type: 'send_message',
        position: { x: 800, y: 160 },
        data: {
          text: 'Is there more that I can do for you?',
          quickReplies: [
            { id: 'news', title: 'Tell me of sales' },
            { id: 'ask', title: 'I have a question' },
          ],
        },
      },
      {
        id: 'email',
        type: 'collect_input',
        position: { x: 960, y: 80 },
        data: {
          text: 'Gladly. To which e-mail address?',
          slot: { type: 'email' },
          storeAs: 'email',
          saveTo: 'email',
          timeoutSeconds: 6 * HOUR,
        },
      },
      {
        id: 'lead',
        type: 'capture_goal',
        position: { x: 1_280, y: 80 },
        data: { goal: 'lead', fields: { email: '{{ vars.email }}', product: '{{ config.product }}' } },
      },
      {
        id: 'noted',
        type: 'send_message',
        position: { x: 1_600, y: 80 },
        data: { text: 'Noted. You will hear from us when {{ config.product | truncate: 60 }} is on sale.' },
      },
      {
        id: 'question',
        type: 'handoff',
        position: { x: 960, y: 320 },
        data: {
          reason: 'Has a question about {{ config.product | truncate: 60 }}',
          text: 'Just write it here; one of us will answer.',
        },
      },
      { id: 'quiet', type: 'end', position: { x: 1_280, y: 320 }, data: {} },
    ],
    edges: links(
      'want-person -> person',
      'comment -> opening',
      'opening.show -> thanks',
      'message -> thanks',
      'story -> thanks',
      'thanks -> product',
      'product -> more',
      'more.news -> email',
      'more.ask -> question',
      'email -> lead',
      'email.failed -> question',
      'email.timeout -> quiet',
      'lead -> noted',
    ),
  },
  tests: [
    {
      name: 'a comment becomes a private conversation and a lead',
      config: { product: 'the Moon lamp', price: '89 €' },
      steps: [
        { trigger: { type: 'post_comment', text: 'Love it! Price?' } },
        { expect: { reply: { contains: 'May we show you the Moon lamp here?' }, buttons: ['Yes, show me'] } },
        { tap: 'Yes, show me' },
        {
          expect: {
            reply: { matches: 'the Moon lamp, 89 €' },
            buttons: ['Tell me of sales', 'I have a question'],
          },
        },
        { tap: 'Tell me of sales' },
        { say: 'ana@example.com' },
        {
          expect: {
            reply: 'Noted. You will hear from us when the Moon lamp is on sale.',
            goals: ['lead'],
            contact: { email: 'ana@example.com' },
            status: 'completed',
          },
        },
      ],
    },
    {
      name: 'a comment about something else',
      steps: [{ trigger: { type: 'post_comment', text: 'So beautiful' } }, { expect: { noReply: true } }],
    },
    {
      name: 'a question after a story goes to a person',
      steps: [
        { trigger: { type: 'story_reply', text: 'wow' } },
        { tap: 'I have a question' },
        { expect: { handedOff: true } },
      ],
    },
    {
      name: 'a message, and then nothing more',
      steps: [
        { say: 'how much is it?' },
        { tap: 'Tell me of sales' },
        { expect: { reply: { contains: 'e-mail' } } },
        { wait: '8h' },
        { expect: { noReply: true, status: 'completed', goals: [] } },
      ],
    },
    { name: 'a person instead', steps: [{ say: 'can I talk to a human' }, { expect: { handedOff: true } }] },
  ],
};
