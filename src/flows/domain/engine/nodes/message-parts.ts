import { z } from 'zod';
import type { DataProblem } from '../../compile/problem';
import { idSchema } from '../../dsl/ids';
import { choicePayload } from '../choice-payload';
import type { FlowButton } from '../effect';
import type { CheckContext, Choice } from './node-kind';

/** Far above any channel's limit, which the compiler checks; this only bounds what is read. */
const MAX_READ = 50;
const RESERVED: readonly string[] = ['next', 'failed', 'timeout'];

const choiceId = idSchema.refine((id) => !RESERVED.includes(id), 'is the name of an exit of the node itself');
const title = z.string().trim().min(1).max(200);

const buttonData = z.strictObject({
  id: choiceId,
  title,
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
});
type ButtonData = z.infer<typeof buttonData>;

export const buttonsData = z.array(buttonData).max(MAX_READ).default([]);
export const quickRepliesData = z
  .array(z.strictObject({ id: choiceId, title }))
  .max(MAX_READ)
  .default([]);

const MARKUP = /\{\{|\{%/;

/** An address, or a template that shows one. */
export const addressData = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .refine(
    (source) => MARKUP.test(source) || isWebAddress(source),
    'must be an address that begins with http:// or https://',
  );

export function isWebAddress(source: string): boolean {
  return URL.canParse(source) && /^https?:\/\//i.test(source);
}

/** A button that opens a page tells nobody that it was tapped, so it is no choice. */
export function tappable(buttons: readonly ButtonData[]): Choice[] {
  return buttons.filter(({ url }) => url === undefined).map(({ id, title }) => ({ id, title }));
}

export function shownButtons(buttons: readonly ButtonData[], sessionId: string, nodeId: string): FlowButton[] {
  return buttons.map(({ id, title, url }) =>
    url === undefined ? { title, payload: choicePayload({ sessionId, nodeId, choiceId: id }) } : { title, url },
  );
}

export type PlacedChoice = Choice & { path: string };

export function placedChoices(path: string, choices: readonly Choice[]): PlacedChoice[] {
  return choices.map(({ id, title }, index) => ({ id, title, path: `${path}.${index}` }));
}

/** Titles that are too long, ids given twice. */
export function checkChoiceList(all: readonly PlacedChoice[], { limits }: CheckContext): DataProblem[] {
  return all.flatMap((choice) => checkChoice(choice, all, limits.choiceTitleCharacters));
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

export function tooMany(path: string, limit: number): DataProblem {
  return { code: 'too_many', path, message: `has more than ${limit} entries` };
}
