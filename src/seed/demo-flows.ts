import type { FlowDefinitionInput } from '../flows';
import { links } from './templates';

export interface DemoFlow {
  templateId: string;
  name: string;
  description: string;
  definition: FlowDefinitionInput;
}

/** Meta wants people to know that a machine writes. */
const SETTINGS: FlowDefinitionInput['settings'] = { disclosure: { text: 'You are writing with our assistant.' } };

const visitNodes = (waitSeconds: number): FlowDefinitionInput['nodes'] => [
  { id: 'start', type: 'trigger', data: { match: { mode: 'keywords', keywords: ['hours', 'open', 'visit'] } } },
  { id: 'who', type: 'lookup_profile', data: {} },
  {
    id: 'hours',
    type: 'send_message',
    data: {
      text: 'Hi {{ contact.name | default: "there" }}! We are open Tuesday to Saturday, 10 to 6. What can I do for you?',
      buttons: [
        { id: 'visit', title: 'Plan a visit' },
        { id: 'person', title: 'Talk to a person' },
      ],
    },
  },
  { id: 'ask', type: 'send_message', data: { text: 'Lovely. Which day suits you?' } },
  { id: 'day', type: 'wait_for_reply', data: { timeoutSeconds: waitSeconds, storeAs: 'day' } },
  {
    id: 'weekend',
    type: 'condition',
    data: { any: [{ left: 'vars.day', op: 'matches_keyword', right: ['saturday', 'weekend'] }] },
  },
  {
    id: 'busy',
    type: 'send_message',
    data: { text: 'Saturdays are lively; before noon is quietest. See you on {{ vars.day }}!' },
  },
  { id: 'noted', type: 'send_message', data: { text: 'Noted: {{ vars.day }}. See you then!' } },
  { id: 'later', type: 'send_message', data: { text: 'No hurry. Write "visit" whenever you know the day.' } },
  {
    id: 'handoff',
    type: 'handoff',
    data: { reason: 'Asked for a person', text: 'Of course. A colleague will answer you here.' },
  },
];

const VISIT_EDGES = links(
  'start -> who',
  'who -> hours',
  'hours.visit -> ask',
  'hours.person -> handoff',
  'ask -> day',
  'day.reply -> weekend',
  'day.timeout -> later',
  'weekend.true -> busy',
  'weekend.false -> noted',
);

/** Answers a question about a visit, offers two ways on, and asks back when nobody answers. */
export const visitFlow = (waitSeconds: number): DemoFlow => ({
  templateId: 'demo-visit',
  name: 'Opening hours and visits',
  description: 'Tells the opening hours by name, takes a wish for a visit, or hands over to a person.',
  definition: {
    settings: SETTINGS,
    nodes: visitNodes(waitSeconds),
    edges: VISIT_EDGES,
  },
});

/** Prices by quick reply. */
export const priceFlow: DemoFlow = {
  templateId: 'demo-prices',
  name: 'Prices',
  description: 'Tells what things cost, by quick reply.',
  definition: {
    settings: SETTINGS,
    nodes: [
      {
        id: 'start',
        type: 'trigger',
        data: { match: { mode: 'keywords', keywords: ['price', 'prices', 'cost', 'how much'] } },
      },
      {
        id: 'which',
        type: 'send_message',
        data: {
          text: 'Which piece do you like?',
          quickReplies: [
            { id: 'mug', title: 'Mug' },
            { id: 'bowl', title: 'Bowl' },
          ],
        },
      },
      { id: 'mug', type: 'send_message', data: { text: 'A mug is 28 €, glazed by hand.' } },
      { id: 'bowl', type: 'send_message', data: { text: 'Bowls are 42 €.' } },
      { id: 'human', type: 'trigger', data: { match: { mode: 'keywords', keywords: ['human'] } } },
      {
        id: 'handoff',
        type: 'handoff',
        data: { reason: 'Asked for a person', text: 'Of course. A colleague will answer you here.' },
      },
    ],
    edges: links('start -> which', 'which.mug -> mug', 'which.bowl -> bowl', 'human -> handoff'),
  },
};

/** Whoever comments with a word gets an answer in public, and a private one. */
export const commentFlow: DemoFlow = {
  templateId: 'demo-comments',
  name: 'Answers to comments',
  description: 'Answers comments about glazes in public and by a message, and gives the guide to whoever wants it.',
  definition: {
    settings: SETTINGS,
    nodes: [
      {
        id: 'start',
        type: 'trigger',
        data: { on: 'post_comment', match: { mode: 'keywords', keywords: ['glaze', 'glazes', 'guide'] }, once: 'post' },
      },
      { id: 'public', type: 'reply_to_comment', data: { text: 'Thank you! We have sent you a message.' } },
      {
        id: 'offer',
        type: 'send_message',
        data: {
          text: 'Thank you for your comment! Shall we send you our guide to glazes?',
          buttons: [{ id: 'yes', title: 'Yes' }],
        },
      },
      { id: 'guide', type: 'send_message', data: { text: 'Here it is: https://example.com/glazes' } },
      { id: 'human', type: 'trigger', data: { match: { mode: 'keywords', keywords: ['colleague'] } } },
      {
        id: 'handoff',
        type: 'handoff',
        data: { reason: 'Asked for a person', text: 'Of course. A colleague will answer you here.' },
      },
    ],
    edges: links('start -> public', 'public -> offer', 'offer.yes -> guide', 'human -> handoff'),
  },
};
