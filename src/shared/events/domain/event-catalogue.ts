import type { Permission } from '../../auth';

interface EventRule {
  /** What a member needs to hear of it. */
  permission: Permission;
  about: string;
}

/** Everything that a front end can keep its lists live from, and that integrators can have sent to them. */
const TABLE = {
  'message.received': { permission: 'messages.read', about: 'A person wrote, or reacted, commented or tapped.' },
  'message.sent': { permission: 'messages.read', about: 'A message went out, from the bot, a member or another app.' },
  'message.changed': {
    permission: 'messages.read',
    about: 'A message got another state: sent, failed, parked, cancelled, edited, unsent, reacted to, seen.',
  },
  'conversation.changed': {
    permission: 'conversations.read',
    about: 'Status, assignee, hold, unread count or anything else that the inbox shows.',
  },
  'conversation.presence': {
    permission: 'conversations.read',
    about: 'A member began or stopped to answer in a conversation.',
  },
  'contact.changed': { permission: 'contacts.read', about: 'A contact was created or changed.' },
  'contact.merged': { permission: 'contacts.read', about: 'Two contacts became one, or were taken apart again.' },
  'note.changed': { permission: 'contacts.read', about: 'A note was written, changed or deleted.' },
  'note.mentioned': { permission: 'contacts.read', about: 'A note names a member.' },
  'task.changed': { permission: 'contacts.read', about: 'A task was created, changed, done or deleted.' },
  'task.reminder': { permission: 'contacts.read', about: 'The reminder of a task is due.' },
  'outcome.changed': { permission: 'contacts.read', about: 'A goal was captured, or its record changed.' },
  'escalation.opened': { permission: 'escalations.read', about: 'A conversation waits for a person.' },
  'escalation.changed': { permission: 'escalations.read', about: 'An escalation was taken, updated or closed.' },
  'escalation.breached': {
    permission: 'escalations.read',
    about: 'An escalation passed, or is about to pass, its SLA.',
  },
  'reply-draft.changed': {
    permission: 'messages.read',
    about: 'A reply was suggested, a draft waits for approval, or was decided on.',
  },
  'followup.changed': { permission: 'conversations.read', about: 'A follow-up was planned, sent or called off.' },
  'support-ticket.changed': { permission: 'workspace.read', about: 'A support ticket of the workspace changed.' },
  'webhook-endpoint.changed': {
    permission: 'webhooks.manage',
    about: 'A webhook was created, changed or switched off.',
  },
  'quick-answer.changed': { permission: 'messages.read', about: 'A quick answer was added, changed or removed.' },
  'inbox-view.changed': {
    permission: 'conversations.read',
    about: 'A view of the inbox was added, changed or removed.',
  },
  'workspace.changed': { permission: 'workspace.read', about: 'The workspace got another name, plan or state.' },
  'member.changed': { permission: 'members.read', about: 'Somebody joined, left or got another role.' },
  'invite.changed': { permission: 'members.manage', about: 'Somebody was invited, or an invitation ended.' },
  'api-key.changed': { permission: 'api-keys.read', about: 'An API key was created or revoked.' },
  'settings.changed': { permission: 'settings.read', about: 'A group of settings was changed.' },
  'account.changed': {
    permission: 'accounts.read',
    about: 'A connected account, or the reading of its past, changed.',
  },
  'automation.changed': {
    permission: 'automations.read',
    about: 'An automation was created, changed, switched or deleted.',
  },
  'automation-intent.changed': { permission: 'automations.read', about: 'An intent was created, changed or deleted.' },
  'automation-session.changed': {
    permission: 'automations.read',
    about: 'A run of an automation began, paused, went on or ended.',
  },
  'persona.changed': { permission: 'automations.read', about: 'A made-up person of the simulator was changed.' },
  'followup-policy.changed': {
    permission: 'automations.read',
    about: 'A follow-up policy was created, changed or deleted.',
  },
  'pipeline.changed': { permission: 'contacts.read', about: 'A pipeline or its stages changed.' },
  'contact-field.changed': {
    permission: 'contacts.read',
    about: 'A custom field of contacts was declared or changed.',
  },
  'segment.changed': { permission: 'contacts.read', about: 'A segment was created, changed or removed.' },
  'knowledge.changed': {
    permission: 'knowledge.read',
    about: 'A knowledge item was changed or processed, or a gap removed.',
  },
  'eval.changed': { permission: 'knowledge.read', about: 'A case was changed, or a run of cases went on.' },
  'privacy-request.changed': {
    permission: 'privacy.manage',
    about: 'An export or erasure was asked for, went on or ended.',
  },
  'job.progressed': { permission: 'workspace.read', about: 'A job that a member started went on or ended.' },
} as const satisfies Record<string, EventRule>;

export type DomainEventType = keyof typeof TABLE;

export const EVENT_CATALOGUE: Readonly<Record<DomainEventType, EventRule>> = TABLE;
export const DOMAIN_EVENT_TYPES = Object.keys(TABLE) as DomainEventType[];
