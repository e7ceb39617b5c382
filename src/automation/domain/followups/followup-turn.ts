import type { JsonObject } from '../../../conversations';
import { stableId } from '../../../shared/kernel';
import { triggerFor } from '../commands';
import { startSession } from '../start-session';
import type { TurnRun } from '../turn-run';
import { awaitJudgement, endFollowup, followupsOf, moveFollowup, sayFollowup } from './followup-acts';
import { readOrder } from './followup-order';
import { factsOfRun } from './facts-of-run';
import type { FollowupPolicy } from './followup-policy';
import { latestOf, type Standing, standingOf } from './followup-standing';
import { pendingOf, type PendingFollowup } from './followup-state';
import { JUDGE_FOLLOWUP, type Judgement, readJudgement } from './judgement';
import { replanAll } from './plan-followups';

/** What was looked up longer ago is looked up again: no worker may have been there in between. */
const JUDGED_FOR_MS = 45 * 60_000;
const MINUTE_MS = 60_000;
/** An account that cannot send is asked about again after this. */
const ASK_AGAIN_MS = 30 * MINUTE_MS;

/** Takes an event that is about follow-ups alone; false for any other. */
export function takeFollowup(run: TurnRun): boolean {
  const { event } = run.turn;
  switch (event.kind) {
    case 'timer':
      return takeIf(
        run,
        waiting(run, ({ timerId }) => timerId === event.timerId),
        (pending) => {
          const rung = { ...pending, timerId: null };
          // It has rung: a worker whose clock is behind takes its word, rather than arm it again at once.
          judge(run, rung, Math.max(run.now, pending.dueAt));
        },
      );
    case 'task-result':
      return takeIf(
        run,
        waiting(run, ({ judging }) => judging?.taskId === event.taskId),
        (pending) => conclude(run, pending, readJudgement(event.outcome)),
      );
    case 'command':
      return event.command === 'followup' && obeyOrder(run, event.data);
    default:
      return false;
  }
}

const waiting = (run: TurnRun, is: (pending: PendingFollowup) => boolean): PendingFollowup | undefined =>
  followupsOf(run).pending.find(is);

function takeIf(run: TurnRun, pending: PendingFollowup | undefined, take: (pending: PendingFollowup) => void): boolean {
  if (pending === undefined) return false;
  run.came('followup');
  take(pending);
  return true;
}

function obeyOrder(run: TurnRun, data: JsonObject): boolean {
  const order = readOrder(data);
  if (order.op === 'plan') {
    run.came('followup');
    replanAll(run);
    return true;
  }
  const pending = pendingOf(followupsOf(run), order.taskId);
  if (pending === undefined) run.silent('not_possible');
  else {
    run.came('followup');
    if (order.op === 'cancel') endFollowup(run, pending, { status: 'cancelled', reason: 'by_person' });
    else if (order.op === 'reschedule') moveFollowup(run, pending, order.dueAt, { fixed: true });
    else judge(run, { ...pending, dueAt: run.now, fixed: true }, run.now);
  }
  return true;
}

/** Ends it, puts it off, or has looked up what the conversation itself does not tell. */
function judge(run: TurnRun, pending: PendingFollowup, now: number): void {
  const standing = standingOf(pending, factsOfRun(run, now));
  if (!isSettled(run, pending, standing)) ask(run, pending);
}

function ask(run: TurnRun, pending: PendingFollowup): void {
  const taskId = stableId('judge-followup', pending.taskId, run.turn.event.eventId);
  awaitJudgement(run, pending, taskId);
  const { policyId } = pending;
  run.askFor({ id: taskId, task: JUDGE_FOLLOWUP, input: { followupId: pending.taskId, policyId } });
}

function isSettled(
  run: TurnRun,
  pending: PendingFollowup,
  standing: Standing,
): standing is Exclude<Standing, { kind: 'go' }> {
  if (standing.kind === 'end') endFollowup(run, pending, standing);
  else if (standing.kind === 'move') moveFollowup(run, pending, standing.dueAt);
  return standing.kind !== 'go';
}

/** What was looked up has come; meanwhile the person may have written, a member taken over, or hours gone by. */
function conclude(run: TurnRun, pending: PendingFollowup, judgement: Judgement): void {
  const now = Math.max(run.now, pending.dueAt);
  const standing = standingOf(pending, factsOfRun(run, now));
  if (isSettled(run, pending, standing)) return;
  if (isOutdated(run, pending)) return ask(run, pending);
  switch (judgement.verdict) {
    case 'cancel':
      return endFollowup(run, pending, { status: 'cancelled', reason: judgement.reason, ...errorOf(judgement) });
    case 'send':
      return send(run, pending, judgement.text);
    case 'start':
      return start(run, pending, standing.policy);
    case 'wait':
      return putOff(run, pending, now);
  }
}

/** Until the account can send: judged anew each time, so that what is true by then counts. `now`: as it was judged. */
function putOff(run: TurnRun, pending: PendingFollowup, now: number): void {
  const latest = latestOf(factsOfRun(run, now).thread);
  if (latest - now < MINUTE_MS) endFollowup(run, pending, { status: 'expired', reason: 'cannot_send' });
  else moveFollowup(run, pending, Math.min(now + ASK_AGAIN_MS, latest), { reason: 'cannot_send' });
}

/** By clocks that may differ by half an hour. */
const isOutdated = (run: TurnRun, { judging }: PendingFollowup): boolean =>
  judging?.askedAt !== undefined && run.now - judging.askedAt > JUDGED_FOR_MS;

const errorOf = ({ error }: { error?: string }): { error?: string } => (error === undefined ? {} : { error });

function send(run: TurnRun, pending: PendingFollowup, text: string): void {
  const sendId = stableId('followup-send', pending.taskId);
  run.effects.push({ kind: 'send', id: sendId, message: { text, buttons: [], quickReplies: [] } });
  run.followupSends.add(sendId);
  sayFollowup(run, pending, { sendId, sessionId: null, text });
}

function start(run: TurnRun, pending: PendingFollowup, { action }: FollowupPolicy): void {
  const instance = action.kind === 'flow' ? run.instance(action.instanceId) : undefined;
  const trigger = instance === undefined ? undefined : triggerFor(instance, 'manual');
  if (instance === undefined || trigger === undefined)
    return endFollowup(run, pending, { status: 'cancelled', reason: 'automation_off' });
  if (run.running?.flow.status === 'paused')
    return endFollowup(run, pending, { status: 'cancelled', reason: 'session_paused' });
  const before = run.effects.length;
  const { eventId } = run.turn.event;
  startSession(run, instance, {
    eventId,
    triggerNodeId: trigger.nodeId,
    message: { text: '', attachmentUrls: [] },
    trigger: { type: 'manual' },
  });
  const sends = run.effects.slice(before).filter(({ kind }) => kind === 'send');
  const sendIds = sends.flatMap((effect) => ('id' in effect ? [effect.id] : []));
  for (const id of sendIds) run.followupSends.add(id);
  sayFollowup(run, pending, { sendId: sendIds[0] ?? null, sessionId: stableId(eventId, instance.id), text: null });
}
