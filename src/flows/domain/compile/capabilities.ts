import type { TriggerType } from '../triggers/trigger-types';

export const MESSAGE_FORMATS = ['media', 'cards'] as const;
/** Kinds of messages beyond text with buttons or quick replies. */
export type MessageFormat = (typeof MESSAGE_FORMATS)[number];

/** What the running system can carry out; a node that needs more cannot be published. */
export interface FlowCapabilities {
  /** Names of the tasks that have an executor. */
  tasks: readonly string[];
  messages: readonly MessageFormat[];
  /** Events that reach automations. */
  triggers: readonly TriggerType[];
}
