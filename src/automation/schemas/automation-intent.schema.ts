import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import { type IntentScope, PLATFORM } from '../domain/intent-scope';

/** Something that people want when they write: a label that a model may give to a message. */
export interface AutomationIntentRow {
  _id: string;
  workspaceId: IntentScope;
  /** What flows call it: `book_appointment`. */
  value: string;
  /** What it means, for the model and for people. */
  description: string;
  createdAt: Date;
  updatedAt: Date;
}

export const AUTOMATION_INTENTS = 'automationIntents';

export const automationIntentSchema = new Schema<AutomationIntentRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    value: String,
    description: String,
    createdAt: Date,
    updatedAt: Date,
  },
  { collection: AUTOMATION_INTENTS, versionKey: false },
);

export const automationIntentIndexes: IndexDeclaration[] = [
  {
    collection: AUTOMATION_INTENTS,
    key: { workspaceId: 1, value: 1 },
    options: { name: 'value', unique: true },
    serves: 'the intents of a workspace, or of the platform, by name; each name once',
  },
];

const DEFAULTS: readonly (readonly [value: string, description: string])[] = [
  ['product_inquiry', 'Asks about a product: whether there is one, what it can do, what it costs.'],
  ['delivery', 'Asks about delivery: whether, where to, how long, what it costs.'],
  ['order_now', 'Wants to order or buy something now.'],
  ['order_status', 'Asks what became of an order.'],
  ['refund_exchange', 'Wants money back, or something else instead.'],
  ['human', 'Wants to write with a person.'],
  ['handle_support', 'Has a problem and needs help with it.'],
  ['capture_lead', 'Is interested and leaves, or would leave, a way to be reached.'],
  ['book_appointment', 'Wants an appointment, a table or a visit, or to change one.'],
  ['none', 'None of the others.'],
];

/** Those that come with Parley. */
export function defaultIntents(now: Date): AutomationIntentRow[] {
  return DEFAULTS.map(([value, description]) => ({
    _id: `default-${value}`,
    workspaceId: PLATFORM,
    value,
    description,
    createdAt: now,
    updatedAt: now,
  }));
}
