import { z } from 'zod';
import type { JsonObject } from '../../json';
import { renderTemplate } from '../../template/template';
import { CAPTURE_GOAL } from '../tasks';
import { checkTemplate } from './check-template';
import { nodeData, type NodeKind, type NodeView, PLAIN_NODE } from './node-kind';
import { contactFieldKey } from './update-contact';

export const GOALS = ['lead', 'booking', 'order', 'support', 'drive_to_channel'] as const;
export type Goal = (typeof GOALS)[number];

const template = z.string().trim().min(1).max(500);

export const captureGoalData = nodeData({
  goal: z.enum(GOALS),
  /** What is known about it, by name; may be templates. */
  fields: z
    .record(contactFieldKey, template)
    .refine((fields) => Object.keys(fields).length <= 30, 'must be at most 30 fields')
    .default({}),
  /** What it is worth: a number, or a template that shows one. */
  value: z.union([z.number().min(0), template]).optional(),
});
export type CaptureGoalData = z.infer<typeof captureGoalData>;

/** Says that the session has reached what it is for. */
export const captureGoalNode: NodeKind<'capture_goal', CaptureGoalData> = {
  ...PLAIN_NODE,
  type: 'capture_goal',
  handles: () => [{ name: 'next', required: false, waits: false }],
  tasks: () => [CAPTURE_GOAL],
  check: ({ fields, value }, context) => [
    ...Object.entries(fields).flatMap(([name, text]) => checkTemplate(text, `fields.${name}`, context)),
    ...(typeof value === 'string' ? checkTemplate(value, 'value', context) : []),
  ],
  enter: ({ data }, view) => ({
    effects: [{ kind: 'task', task: CAPTURE_GOAL, input: inputOf(data, view) }],
    goal: data.goal,
    then: { kind: 'go', handle: 'next' },
  }),
};

function inputOf({ goal, fields, value }: CaptureGoalData, { scope }: NodeView): JsonObject {
  const shown = Object.entries(fields).map(([name, text]) => [name, renderTemplate(text, scope)] as const);
  const worth = typeof value === 'string' ? numberIn(renderTemplate(value, scope)) : value;
  return {
    goal,
    fields: Object.fromEntries(shown.filter(([, text]) => text !== '')),
    ...(worth !== undefined && { value: worth }),
  };
}

function numberIn(text: string): number | undefined {
  const number = Number(text.trim());
  return text.trim() !== '' && Number.isFinite(number) ? number : undefined;
}
