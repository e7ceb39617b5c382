import { type BusinessHours, isOpen } from '../../../shared/kernel';
import { followsOurs, type FollowupPolicy } from './followup-policy';
import { planOf, type PlanRefusal, type ThreadTimes, WINDOW_MARGIN_MS } from './followup-plan';
import { type FollowupState, type PendingFollowup, saidWithin } from './followup-state';
import type { EndedStatus, ReasonFor } from './followup-status';
import { afterQuiet } from './quiet-hours';

const MINUTE_MS = 60_000;

/** What a follow-up is judged by, as far as the conversation itself tells. */
export interface StandingFacts {
  /** Milliseconds since the epoch. */
  now: number;
  /** Those that are on. */
  policies: readonly FollowupPolicy[];
  followups: FollowupState;
  thread: ThreadTimes;
  optedOut: boolean;
  blocked: boolean;
  hours: BusinessHours;
  /** While a person has the conversation: until when. */
  heldUntil: number | null;
  /** Of the session that is open, or ended last. */
  instanceId: string | null;
  isOn(instanceId: string): boolean;
}

export type Ending = { [Status in EndedStatus]: { status: Status; reason: ReasonFor<Status> } }[Exclude<
  EndedStatus,
  'sent'
>];
export type Standing =
  | { kind: 'go'; policy: FollowupPolicy }
  /** Not yet. */
  | { kind: 'move'; dueAt: number }
  | ({ kind: 'end' } & Ending);

/** Whether a follow-up may go out now. Pure; what the CRM and escalations say is asked elsewhere. */
export function standingOf(pending: PendingFollowup, facts: StandingFacts): Standing {
  const policy = facts.policies.find(({ id }) => id === pending.policyId);
  if (policy?.moment.kind !== pending.kind) return cancelled('policy_off');
  return objection(pending, policy, facts) ?? timing(pending, policy, facts) ?? { kind: 'go', policy };
}

const cancelled = (reason: ReasonFor<'cancelled'>): Standing => ({ kind: 'end', status: 'cancelled', reason });
const expired = (reason: ReasonFor<'expired'>): Standing => ({ kind: 'end', status: 'expired', reason });

export const windowEndOf = ({ inboundAt, windowMs }: ThreadTimes): number => (inboundAt ?? -windowMs) + windowMs;
export const latestOf = (thread: ThreadTimes): number => windowEndOf(thread) - WINDOW_MARGIN_MS;

/** What no later time would mend. */
function objection(pending: PendingFollowup, policy: FollowupPolicy, facts: StandingFacts): Standing | null {
  const { thread, followups, now } = facts;
  const reason = wherePolicyIsOff(policy, facts) ?? whyShut(facts);
  if (reason !== null) return cancelled(reason);
  if (followups.otherApp === true) return cancelled('other_app');
  if ((thread.writtenAt ?? 0) > pending.writtenAt)
    return { kind: 'end', status: 'customer_replied', reason: 'wrote_again' };
  if (now > latestOf(thread)) return expired('window_closed');
  if (!followsOurs(pending.kind) && followups.memberAnswered === true) return cancelled('person_took_over');
  return saidWithin(followups, now) >= policy.maxPerWeek ? cancelled('weekly_limit') : null;
}

/** Nobody, or no bot, is to write to this person any more. */
export function whyShut({
  optedOut,
  blocked,
}: Pick<StandingFacts, 'optedOut' | 'blocked'>): 'opted_out' | 'blocked' | null {
  if (optedOut) return 'opted_out';
  return blocked ? 'blocked' : null;
}

function wherePolicyIsOff(
  { instanceId, action }: FollowupPolicy,
  facts: StandingFacts,
): 'policy_off' | 'automation_off' | null {
  if (instanceId !== null && !facts.isOn(instanceId)) return 'automation_off';
  if (instanceId !== null && instanceId !== facts.instanceId) return 'policy_off';
  return action.kind === 'flow' && !facts.isOn(action.instanceId) ? 'automation_off' : null;
}

function timing(pending: PendingFollowup, policy: FollowupPolicy, facts: StandingFacts): Standing | null {
  const { heldUntil, now } = facts;
  // By a worker's clock that is behind, the hold lasts longer: the timer must not ring again at once.
  if (heldUntil !== null)
    return fromThenOn(policy, facts, heldUntil > now ? heldUntil : now + MINUTE_MS) ?? cancelled('held');
  if (pending.fixed === true) return null;
  const plan = planOf(policy, facts);
  if (plan.kind === 'none') return endingOf(plan.reason);
  if (plan.dueAt > facts.now) return { kind: 'move', dueAt: plan.dueAt };
  return timeOfDay(policy, facts);
}

/** Rung late, it may have come into hours that it was planned around. */
function timeOfDay(policy: FollowupPolicy, facts: StandingFacts): Standing | null {
  const { now, hours } = facts;
  if (policy.moment.kind === 'after_hours' && !isOpen(hours, new Date(now))) return expired('opening_missed');
  if (afterQuiet(policy.quietHours, hours.timeZone, now) === now) return null;
  return fromThenOn(policy, facts, now) ?? expired('quiet_hours');
}

/** At `time`, or at the end of the quiet hours that it lies in, if that is not too late. */
function fromThenOn({ quietHours }: FollowupPolicy, { hours, thread }: StandingFacts, time: number): Standing | null {
  const dueAt = afterQuiet(quietHours, hours.timeZone, time);
  return dueAt > latestOf(thread) ? null : { kind: 'move', dueAt };
}

function endingOf(reason: PlanRefusal): Standing {
  switch (reason) {
    case 'answered':
      return cancelled('question_over');
    case 'open':
      return cancelled('policy_off');
    case 'never_wrote':
      return expired('window_closed');
    default:
      return expired(reason);
  }
}
