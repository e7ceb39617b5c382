import type { ShippedTemplate } from './shipped-template';

const list = (key: string, label: string, at: { node: string; path: string; order: number; help: string }) => ({
  key,
  label,
  type: 'json' as const,
  description: at.help,
  ui: { order: at.order, widget: 'list' },
  source: { nodeId: at.node, path: at.path },
});

/** What a workspace sets for its answers to comments. */
export const COMMENT_FIELDS: ShippedTemplate['exposedFields'] = [
  list('accounts', 'Accounts', { node: 'comment', path: 'accounts', order: 1, help: 'None: all of the workspace.' }),
  list('posts', 'Posts, reels and ads', {
    node: 'comment',
    path: 'media',
    order: 2,
    help: 'None: all of the account.',
  }),
  list('words', 'Words in the comment', {
    node: 'comment',
    path: 'match.keywords',
    order: 3,
    help: 'One of them must be in it.',
  }),
  list('withoutWords', 'Words that keep it from being answered', {
    node: 'comment',
    path: 'exclude',
    order: 4,
    help: 'None of them may be in it.',
  }),
  {
    key: 'howOften',
    label: 'How often one person is answered',
    type: 'select',
    options: [
      { label: 'Once', value: 'person' },
      { label: 'Once for each post', value: 'post' },
      { label: 'Each of their comments', value: 'comment' },
    ],
    defaultValue: 'post',
    ui: { order: 5 },
    source: { nodeId: 'comment', path: 'once' },
  },
  list('liveWords', 'Words in comments on a live broadcast', {
    node: 'live',
    path: 'match.keywords',
    order: 6,
    help: 'One of them must be in it.',
  }),
  {
    key: 'answerPublicly',
    label: 'Answer the comment in public, too',
    type: 'boolean',
    defaultValue: true,
    ui: { order: 7 },
  },
  list('publicTexts', 'More ways to say the public answer', {
    node: 'public',
    path: 'variants',
    order: 8,
    help: 'At most 300 characters each; whoever comments gets one of them.',
  }),
  {
    key: 'opening',
    label: 'First message',
    type: 'text',
    defaultValue: 'Thank you for your comment! Shall we send you the link?',
    validation: { min: 1, max: 400 },
    ui: { order: 9 },
  },
  {
    key: 'buttonTitle',
    label: 'Its button',
    type: 'string',
    defaultValue: 'Yes, please',
    validation: { min: 1, max: 20 },
    ui: { order: 10 },
    source: { nodeId: 'opening', path: 'buttons.0.title' },
  },
  {
    key: 'message',
    label: 'What people get when they answer',
    type: 'text',
    defaultValue: 'Here it is. Enjoy!',
    validation: { min: 1, max: 500 },
    ui: { order: 11 },
  },
  {
    key: 'link',
    label: 'Where the link leads',
    type: 'string',
    defaultValue: 'https://example.com/offer',
    validation: { pattern: '^https://', max: 500 },
    ui: { order: 12 },
    source: { nodeId: 'deliver', path: 'buttons.0.url' },
  },
  {
    key: 'optOutWord',
    label: 'Word by which people end it',
    type: 'string',
    defaultValue: 'stop',
    required: true,
    validation: { min: 1, max: 40 },
    ui: { order: 13 },
    source: { nodeId: 'stop', path: 'match.keywords.0' },
  },
];
