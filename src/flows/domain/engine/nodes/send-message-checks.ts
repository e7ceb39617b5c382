import type { DataProblem } from '../../compile/problem';
import { checkTemplate } from './check-template';
import { checkChoiceList, placedChoices, tooMany } from './message-parts';
import type { CheckContext } from './node-kind';
import type { SendMessageData } from './send-message';

/** What is wrong with a message that the channel would refuse, or that shows unknown values. */
export function checkMessage(data: SendMessageData, context: CheckContext): DataProblem[] {
  return [
    ...checkTexts(data, context),
    ...checkCombination(data),
    ...checkReplyPlace(data),
    ...checkCards(data),
    ...checkChoices(data, context),
  ];
}

function checkTexts(data: SendMessageData, context: CheckContext): DataProblem[] {
  const limit = data.buttons.length > 0 ? context.limits.buttonText : context.limits.text;
  const texts = [
    ...(data.text === undefined ? [] : [['text', data.text] as const]),
    ...data.variants.map((variant, index) => [`variants.${index}`, variant] as const),
  ];
  const cards = data.cards.flatMap(({ title, subtitle = '', imageUrl = '' }, index) => [
    ...checkTemplate(title, `cards.${index}.title`, context),
    ...checkTemplate(subtitle, `cards.${index}.subtitle`, context),
    ...checkTemplate(imageUrl, `cards.${index}.imageUrl`, context),
  ]);
  return [
    ...texts.flatMap(([path, text]) => checkTemplate(text, path, context, limit)),
    ...(data.media === undefined ? [] : checkTemplate(data.media.url, 'media.url', context)),
    ...cards,
  ];
}

function checkCombination({ text, variants, buttons, quickReplies }: SendMessageData): DataProblem[] {
  const problems: DataProblem[] = [];
  const conflict = (path: string, message: string) => problems.push({ code: 'conflicting_choices', path, message });
  if (buttons.length > 0 && quickReplies.length > 0)
    conflict('quickReplies', 'a message has buttons or quick replies, not both');
  if (text === undefined && buttons.length > 0) conflict('buttons', 'buttons stand under a text');
  if (text === undefined && variants.length > 0) conflict('variants', 'variants are other ways to say the text');
  return problems;
}

/** Quick replies belong to a text, and vanish when another message follows. */
function checkReplyPlace({ text, quickReplies, cards }: SendMessageData): DataProblem[] {
  if (quickReplies.length === 0 || (text !== undefined && cards.length === 0)) return [];
  const message = 'quick replies stand under a text, and no cards may follow';
  return [{ code: 'conflicting_choices', path: 'quickReplies', message }];
}

/** The channel refuses a card of a title alone. */
function checkCards({ cards }: SendMessageData): DataProblem[] {
  return cards.flatMap(({ subtitle, imageUrl, buttons }, index) => {
    if (subtitle !== undefined || imageUrl !== undefined || buttons.length > 0) return [];
    const message = 'a card needs more than a title: a subtitle, an image or a button';
    return [{ code: 'malformed', path: `cards.${index}`, message }];
  });
}

function checkChoices({ buttons, quickReplies, cards }: SendMessageData, context: CheckContext): DataProblem[] {
  const { maxButtons, maxQuickReplies } = context.limits;
  const problems: DataProblem[] = [];
  if (buttons.length > maxButtons) problems.push(tooMany('buttons', maxButtons));
  if (quickReplies.length > maxQuickReplies) problems.push(tooMany('quickReplies', maxQuickReplies));
  for (const [index, card] of cards.entries())
    if (card.buttons.length > maxButtons) problems.push(tooMany(`cards.${index}.buttons`, maxButtons));
  const choices = [
    ...placedChoices('buttons', buttons),
    ...placedChoices('quickReplies', quickReplies),
    ...cards.flatMap((card, index) => placedChoices(`cards.${index}.buttons`, card.buttons)),
  ];
  return [...problems, ...checkChoiceList(choices, context)];
}
