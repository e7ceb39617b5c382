import { COMMENT_FIELDS } from './comment-fields';
import { DISCLOSURE, links, PERSON_WORDS, type ShippedTemplate, WAY_TO_PERSON } from './shipped-template';

const DAY = 24 * 3_600;
/** On contacts who do not want messages about their comments. */
const OPTED_OUT = 'no-comment-messages';
const WORDS = ['link', 'info', 'price', 'send'];

const NODES: ShippedTemplate['definition']['nodes'] = [
  ...WAY_TO_PERSON,
  {
    id: 'comment',
    type: 'trigger',
    position: { x: 0, y: 0 },
    data: {
      label: 'Comment on a post, reel or ad',
      on: 'post_comment',
      match: { mode: 'keywords', keywords: WORDS },
      foldDiacritics: true,
      once: 'post',
    },
  },
  {
    id: 'live',
    type: 'trigger',
    position: { x: 0, y: 160 },
    data: {
      label: 'Comment on a live broadcast',
      on: 'live_comment',
      match: { mode: 'keywords', keywords: WORDS },
      foldDiacritics: true,
      once: 'post',
    },
  },
  {
    id: 'stop',
    type: 'trigger',
    position: { x: 0, y: 640 },
    data: { label: 'Wants no more', match: { mode: 'keywords', keywords: ['stop'] }, priority: 110 },
  },
  {
    id: 'opted-out',
    type: 'condition',
    position: { x: 320, y: 80 },
    data: { all: [{ left: 'contact.tags', op: 'contains', right: OPTED_OUT }] },
  },
  { id: 'declined', type: 'end', position: { x: 640, y: 0 }, data: { outcome: 'opted_out' } },
  {
    id: 'in-public',
    type: 'condition',
    position: { x: 640, y: 160 },
    data: { all: [{ left: 'config.answerPublicly', op: 'equals', right: true }] },
  },
  {
    id: 'public',
    type: 'reply_to_comment',
    position: { x: 960, y: 80 },
    data: {
      text: 'Thank you! We have sent you a message.',
      variants: ['Thanks for asking! Have a look at your messages.', 'It is on its way: see your messages.'],
    },
  },
  {
    id: 'opening',
    type: 'send_message',
    position: { x: 1_280, y: 160 },
    data: {
      text: '{{ config.opening | truncate: 400 }}',
      buttons: [{ id: 'send', title: 'Yes, please' }],
    },
  },
  { id: 'answer', type: 'wait_for_reply', position: { x: 1_600, y: 240 }, data: { timeoutSeconds: 3 * DAY } },
  {
    id: 'meant',
    type: 'router',
    position: { x: 1_920, y: 320 },
    data: {
      branches: [
        { id: 'no-more', any: [{ left: 'message.text', op: 'keywords', right: '{{ config.optOutWord }}' }] },
        { id: 'person', any: [{ left: 'message.text', op: 'keywords', right: PERSON_WORDS }] },
      ],
    },
  },
  {
    id: 'deliver',
    type: 'send_message',
    position: { x: 2_240, y: 160 },
    data: {
      text: '{{ config.message | truncate: 500 }}',
      buttons: [{ id: 'open', title: 'Open it', url: 'https://example.com/offer' }],
    },
  },
  { id: 'unanswered', type: 'end', position: { x: 1_920, y: 480 }, data: { outcome: 'unanswered' } },
  { id: 'forget', type: 'update_contact', position: { x: 2_240, y: 640 }, data: { addTags: [OPTED_OUT] } },
  {
    id: 'forgotten',
    type: 'send_message',
    position: { x: 2_560, y: 640 },
    data: { text: 'As you wish: you will get no more messages about comments.' },
  },
];

const OPENING = { contains: 'Shall we send you the link?' };

/** Whoever comments with a word gets an answer in public, a private one with a button and, when they answer, the link. */
export const commentToMessage: ShippedTemplate = {
  templateId: 'comment-to-message',
  name: 'Comment to message',
  description: 'Answers comments that hold a word with a private message, and goes on there.',
  display: {
    outcome: 'People who comment get the link in their messages.',
    goal: 'Sales',
    industry: 'General',
    setupTime: '3 minutes',
    collects: [],
    icon: 'message-circle',
    previewConversation: [
      { from: 'customer', message: 'LINK please!' },
      { from: 'bot', message: 'Thank you for your comment! Shall we send you the link?' },
      { from: 'customer', message: 'Yes, please' },
      { from: 'bot', message: 'Here it is. Enjoy!' },
    ],
  },
  exposedFields: COMMENT_FIELDS,
  definition: {
    settings: { disclosure: { text: DISCLOSURE }, sessionHours: 7 * 24 },
    nodes: NODES,
    edges: links(
      'want-person -> person',
      'comment -> opted-out',
      'live -> opted-out',
      'opted-out.true -> declined',
      'opted-out.false -> in-public',
      'in-public.true -> public',
      'in-public.false -> opening',
      'public -> opening',
      'opening -> answer',
      'opening.send -> deliver',
      'answer.reply -> meant',
      'answer.timeout -> unanswered',
      'meant.no-more -> forget',
      'meant.person -> person',
      'meant.else -> deliver',
      'stop -> forget',
      'forget -> forgotten',
    ),
  },
  tests: [
    {
      name: 'a comment, a tap, the link',
      config: { message: 'Here is the new glaze.' },
      steps: [
        { trigger: { type: 'post_comment', text: 'LINK please!' } },
        { expect: { reply: OPENING, buttons: ['Yes, please'], pending: 'reply_to_comment' } },
        { tap: 'Yes, please' },
        { expect: { replies: ['Here is the new glaze.'], buttons: ['Open it'], status: 'completed' } },
      ],
    },
    {
      name: 'an answer in words will do',
      config: { answerPublicly: false },
      steps: [
        { trigger: { type: 'live_comment', text: 'price?' } },
        { expect: { reply: OPENING } },
        { say: 'sure' },
        { expect: { replies: ['Here it is. Enjoy!'] } },
      ],
    },
    {
      name: 'once for each post',
      steps: [
        { trigger: { type: 'post_comment', text: 'link' } },
        { tap: 'Yes, please' },
        { trigger: { type: 'post_comment', text: 'the link again' } },
        { expect: { replies: [OPENING, 'Here it is. Enjoy!'] } },
      ],
    },
    {
      name: 'each comment, where that is wanted',
      config: { howOften: 'comment' },
      steps: [
        { trigger: { type: 'post_comment', text: 'link' } },
        { tap: 'Yes, please' },
        { expect: { replies: [OPENING, 'Here it is. Enjoy!'] } },
        { trigger: { type: 'post_comment', text: 'the link again' } },
        { expect: { replies: [OPENING] } },
      ],
    },
    {
      name: 'another comment',
      config: { withoutWords: ['spam'] },
      steps: [
        { trigger: { type: 'post_comment', text: 'How beautiful' } },
        { trigger: { type: 'post_comment', text: 'info spam' } },
        { expect: { noReply: true, status: 'none' } },
      ],
    },
    {
      name: 'no more',
      config: { howOften: 'comment' },
      steps: [
        { trigger: { type: 'post_comment', text: 'link' } },
        { say: 'STOP' },
        { expect: { reply: { contains: 'no more messages about comments' }, contact: { tags: [OPTED_OUT] } } },
        { trigger: { type: 'post_comment', text: 'link' } },
        { expect: { noReply: true } },
      ],
    },
    {
      name: 'no more, at any time',
      config: { optOutWord: 'basta' },
      steps: [{ say: 'Basta!' }, { expect: { contact: { tags: [OPTED_OUT] } } }],
    },
    {
      name: 'a person instead',
      steps: [
        { trigger: { type: 'post_comment', text: 'info' } },
        { say: 'I want a human' },
        { expect: { handedOff: true } },
      ],
    },
    { name: 'a person at once', steps: [{ say: 'human please' }, { expect: { handedOff: true } }] },
    {
      name: 'nobody answers',
      steps: [{ trigger: { type: 'post_comment', text: 'info' } }, { wait: '4d' }, { expect: { status: 'completed' } }],
    },
  ],
};
