import { z } from 'zod';
import type { DataProblem } from '../../compile/problem';
import { idSchema, textSchema } from '../../dsl/ids';
import { renderTemplate } from '../../template/template';
import { clipText } from '../../text/clip-text';
import { choicePayload } from '../choice-payload';
import type { FlowMessage } from '../effect';
import { checkTemplate } from './check-template';
import {
  type CheckContext,
  type Choice,
  type Handle,
  nodeData,
  type NodeKind,
  type NodeOf,
  type NodeView,
  PLAIN_NODE,
} from './node-kind';

const NEXT = 'next';
const MAX_READ = 50;

const choiceId = idSchema.refine((id) => id !== NEXT, '"next" is the name of the node\'s own exit');
const title = z.string().trim().min(1).max(200);
const button = z.strictObject({
  id: choiceId,
  title,
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});
const quickReply = z.strictObject({ id: choiceId, title });

export const sendMessageData = nodeData({
  text: textSchema,
  buttons: z.array(button).max(MAX_READ).default([]),
  quickReplies: z.array(quickReply).max(MAX_READ).default([]),
});
export type SendMessageData = z.infer<typeof sendMessageData>;
type SendMessage = NodeOf<'send_message', SendMessageData>;

/**
 * Sends a text, perhaps with choices. Each choice is an exit. With an edge at `next` the flow goes on at once and the
 * choices stay open beside it; without one it waits for a choice.
 */
export const sendMessageNode: NodeKind<'send_message', SendMessageData> = {
  ...PLAIN_NODE,
  type: 'send_message',
  handles: (data) => [
    { name: NEXT, required: false, waits: false },
    ...choicesOf(data).map(({ id }): Handle => ({ name: id, required: true, waits: true })),
  ],
  choices: choicesOf,
  messages: () => 1,
  check: (data, context) => [
    ...checkTemplate(data.text, 'text', context, textLimitOf(data, context)),
    ...checkChoices(data, context),
  ],
  enter: (node, view) => {
    const waits = choicesOf(node.data).length > 0 && !Object.hasOwn(node.next, NEXT);
    return {
      effects: [{ kind: 'send', message: messageOf(node, view) }],
      then: waits ? { kind: 'await-choice' } : { kind: 'go', handle: NEXT },
    };
  },
};

/** A button that opens a page tells nobody that it was tapped, so it is no choice. */
function choicesOf(data: SendMessageData): Choice[] {
  return [...data.buttons.filter(({ url }) => url === undefined), ...data.quickReplies].map(({ id, title }) => ({
    id,
    title,
  }));
}

function textLimitOf(data: SendMessageData, { limits }: Pick<CheckContext, 'limits'>) {
  return data.buttons.length > 0 ? limits.buttonText : limits.text;
}

function messageOf({ id: nodeId, data }: SendMessage, view: NodeView): FlowMessage {
  const payloadOf = (choiceId: string) => choicePayload({ sessionId: view.sessionId, nodeId, choiceId });
  return {
    text: clipText(renderTemplate(data.text, view.scope), textLimitOf(data, view)),
    buttons: data.buttons.map(({ id, title, url }) =>
      url === undefined ? { title, payload: payloadOf(id) } : { title, url },
    ),
    quickReplies: data.quickReplies.map(({ id, title }) => ({ title, payload: payloadOf(id) })),
  };
}

function checkChoices({ buttons, quickReplies }: SendMessageData, { limits }: CheckContext): DataProblem[] {
  const problems: DataProblem[] = [];
  if (buttons.length > limits.maxButtons) problems.push(tooMany('buttons', limits.maxButtons));
  if (quickReplies.length > limits.maxQuickReplies) problems.push(tooMany('quickReplies', limits.maxQuickReplies));
  if (buttons.length > 0 && quickReplies.length > 0) {
    problems.push({
      code: 'conflicting_choices',
      path: 'quickReplies',
      message: 'a message has buttons or quick replies, not both',
    });
  }
  const choices = [...placed('buttons', buttons), ...placed('quickReplies', quickReplies)];
  return [...problems, ...choices.flatMap((choice) => checkChoice(choice, choices, limits.choiceTitleCharacters))];
}

type PlacedChoice = Choice & { path: string };

function placed(list: string, choices: readonly Choice[]): PlacedChoice[] {
  return choices.map(({ id, title }, index) => ({ id, title, path: `${list}.${index}` }));
}

function checkChoice(choice: PlacedChoice, all: readonly PlacedChoice[], maxTitle: number): DataProblem[] {
  const problems: DataProblem[] = [];
  if ([...choice.title].length > maxTitle) {
    problems.push({ code: 'too_long', path: `${choice.path}.title`, message: `is longer than ${maxTitle} characters` });
  }
  if (all.find(({ id }) => id === choice.id) !== choice) {
    problems.push({ code: 'duplicate_id', path: `${choice.path}.id`, message: `"${choice.id}" names two choices` });
  }
  return problems;
}

function tooMany(path: string, limit: number): DataProblem {
  return { code: 'too_many', path, message: `has more than ${limit} entries` };
}
