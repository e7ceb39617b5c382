/**
 * scheduled: waits for its time, or is on its way · sent: went out · cancelled: not wanted any more · expired: too late ·
 * customer_replied: the person wrote first.
 */
export const FOLLOWUP_STATUSES = ['scheduled', 'sent', 'cancelled', 'expired', 'customer_replied'] as const;
export type FollowupStatus = (typeof FOLLOWUP_STATUSES)[number];

/** Why a follow-up ended as it did, by the status that it ended with. */
const REASONS = {
  scheduled: [],
  sent: [],
  cancelled: [
    /** A member called it off. */
    'by_person',
    /** A person has the conversation, and will have it until the window closes. */
    'held',
    /** A member has answered what it was to follow up. */
    'person_took_over',
    /** The person does not want messages. */
    'opted_out',
    /** A member has blocked the person. */
    'blocked',
    /** An escalation waits for a person. */
    'escalation_open',
    /** The contact has none of the stages, or not the tags, that the policy asks for. */
    'stage',
    'tag',
    /** The goal has been reached. */
    'goal_reached',
    /** The question was answered, or another message has come after it. */
    'question_over',
    /** The conversation has had as many within a week as the policy, or the workspace, allows. */
    'weekly_limit',
    /** The policy was switched off, deleted or bound to another automation. */
    'policy_off',
    /** The automation that it starts, or that it is bound to, is off, or has no trigger for it. */
    'automation_off',
    /** A person has paused the session that it would replace. */
    'session_paused',
    /** No text could be composed that may go out unseen. */
    'no_text',
    /** It could not be judged; `error` says why. */
    'failed',
    /** The message was refused, or called off on its way; `error` says why. */
    'not_sent',
    /** Another app answers in this thread. */
    'other_app',
  ],
  expired: [
    /** The time in which the bot may write is over, or too little of it is left. */
    'window_closed',
    /** Quiet hours last until the window closes. */
    'quiet_hours',
    /** It was to go out at an opening, and it is closed again. */
    'opening_missed',
    /** The account, or its workspace, could not send until it was too late. */
    'cannot_send',
  ],
  customer_replied: ['wrote_again'],
} as const satisfies Record<FollowupStatus, readonly string[]>;

export type EndedStatus = Exclude<FollowupStatus, 'scheduled'>;
export type FollowupReason = (typeof REASONS)[FollowupStatus][number];
export type ReasonFor<Status extends FollowupStatus> = (typeof REASONS)[Status][number];
export const FOLLOWUP_REASONS: readonly FollowupReason[] = Object.values(REASONS).flat();

/** From where to where a follow-up may go; what has ended stays so. */
const TRANSITIONS: Readonly<Record<FollowupStatus, readonly FollowupStatus[]>> = {
  scheduled: ['sent', 'cancelled', 'expired', 'customer_replied'],
  sent: [],
  cancelled: [],
  expired: [],
  customer_replied: [],
};

/** Those that a follow-up may have before it gets this one. */
export const statusesBefore = (to: EndedStatus): FollowupStatus[] =>
  FOLLOWUP_STATUSES.filter((from) => TRANSITIONS[from].includes(to));

export const isReasonFor = (status: FollowupStatus, reason: string): boolean =>
  (REASONS[status] as readonly string[]).includes(reason);
