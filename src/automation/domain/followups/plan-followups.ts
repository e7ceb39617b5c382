import { isForOthers } from '../incoming';
import type { TurnRun } from '../turn-run';
import { factsOfRun } from './facts-of-run';
import {
  endFollowup,
  followupsOf,
  moveFollowup,
  noteMember,
  noteOtherApp,
  noteReply,
  planFollowup,
} from './followup-acts';
import { type Plan, planOf, type ThreadTimes } from './followup-plan';
import { followsOurs, type FollowupPolicy } from './followup-policy';
import { type StandingFacts, whyShut } from './followup-standing';
import type { PendingFollowup } from './followup-state';

/**
 * After everything else: policies that this event gives something to follow up plan it, where nothing is planned. What is
 * planned stays as it is, unless it would come too late: whether it still fits is judged when it is due.
 */
export function planFollowups(run: TurnRun): void {
  const { event, held, thread } = run.turn;
  const policies = run.context.followups ?? [];
  noteWhoSpeaks(run);
  if (policies.length === 0 || thread === undefined || whyShut(thread) !== null) return;
  if (event.kind === 'hold' && event.said !== undefined) noteMember(run);
  // What had been put off to the end of the hold need not wait so long.
  if (event.kind === 'hold' && !held) replanPending(run);
  planWhatIsNew(run, policies);
  planAgain(run, policies);
}

function noteWhoSpeaks(run: TurnRun): void {
  if (isForOthers(run.turn.event)) noteOtherApp(run);
  else if (isSaidByPerson(run)) noteReply(run);
}

function planWhatIsNew(run: TurnRun, policies: readonly FollowupPolicy[]): void {
  const theirs = isSaidByPerson(run);
  const ours = oursOf(run);
  if (!theirs && ours === null) return;
  const facts = factsOfRun(run, run.now);
  const thread = ours === null ? facts.thread : { ...facts.thread, ours };
  for (const policy of policies) {
    const wanted = followsOurs(policy.moment.kind) ? ours !== null : theirs;
    if (wanted) planIfNew(run, policy, { ...facts, thread }, run.now + 1);
  }
}

/** Some were due, and the person had written meanwhile: that is followed up now, at once where it is late already. */
function planAgain(run: TurnRun, policies: readonly FollowupPolicy[]): void {
  const replied = (run.explanation.followups ?? []).filter(({ step }) => step === 'customer_replied');
  if (replied.length === 0) return;
  const facts = factsOfRun(run, run.now);
  for (const policy of policies)
    if (replied.some(({ policyId }) => policyId === policy.id)) planIfNew(run, policy, facts, null);
}

/** A policy is new or has changed: everything is planned as if the last message had just come. */
export function replanAll(run: TurnRun): void {
  const facts = factsOfRun(run, run.now);
  for (const pending of followupsOf(run).pending)
    if (facts.policies.every(({ id, moment }) => id !== pending.policyId || moment.kind !== pending.kind))
      endFollowup(run, pending, { status: 'cancelled', reason: 'policy_off' });
  replanPending(run);
  if (whyShut(facts) !== null) return;
  for (const policy of facts.policies) planIfNew(run, policy, facts, run.now + 1);
}

function replanPending(run: TurnRun): void {
  const facts = factsOfRun(run, run.now);
  for (const pending of followupsOf(run).pending) {
    const policy = facts.policies.find(({ id }) => id === pending.policyId);
    if (policy === undefined || !mayBeMoved(pending)) continue;
    const plan = planOf(policy, facts);
    if (plan.kind === 'due' && plan.dueAt !== pending.dueAt) moveFollowup(run, pending, Math.max(plan.dueAt, run.now));
  }
}

const mayBeMoved = ({ timerId, fixed }: PendingFollowup): boolean => timerId !== null && fixed !== true;

/** Not what was due before `from`, nor what the policy has followed up before. Null: what is late is due now. */
function planIfNew(run: TurnRun, policy: FollowupPolicy, facts: StandingFacts, from: number | null): void {
  if (policy.instanceId !== null && policy.instanceId !== facts.instanceId) return;
  const plan = planOf(policy, facts);
  if (plan.kind !== 'due' || (from !== null && plan.dueAt < from)) return;
  const { pending, notes } = followupsOf(run);
  if (notes.some(({ policyId, anchorAt }) => policyId === policy.id && anchorAt === plan.anchorAt)) return;
  const planned = pending.find(({ policyId }) => policyId === policy.id);
  if (planned !== undefined && !makesWay(run, planned, plan, facts)) return;
  planFollowup(run, policy, { ...plan, dueAt: Math.max(plan.dueAt, run.now) });
}

/** One that is planned for later, as for the end of a hold, about what the person has answered since. */
function makesWay(
  run: TurnRun,
  planned: PendingFollowup,
  plan: Extract<Plan, { kind: 'due' }>,
  facts: StandingFacts,
): boolean {
  if (!mayBeMoved(planned) || planned.dueAt <= plan.dueAt) return false;
  const isStale = (facts.thread.writtenAt ?? 0) > planned.writtenAt;
  if (isStale) endFollowup(run, planned, { status: 'customer_replied', reason: 'wrote_again' });
  return isStale;
}

function isSaidByPerson(run: TurnRun): boolean {
  const { event } = run.turn;
  return (event.kind === 'message' || event.kind === 'postback') && !isForOthers(event);
}

/** What we say in this turn, the bot or a member; a follow-up is not followed up. */
function oursOf(run: TurnRun): ThreadTimes['ours'] {
  const { event, held } = run.turn;
  if (event.kind === 'hold') return event.said === undefined ? null : { at: run.now, text: event.said };
  if (held) return null;
  const last = run.effects.findLast((effect) => effect.kind === 'send' && !run.followupSends.has(effect.id));
  return last?.kind === 'send' ? { at: run.now, text: last.message.text } : null;
}
