import type { ThreadFacts } from '../../../conversations';
import type { BusinessHours } from '../../../shared/kernel';
import type { TurnRun } from '../turn-run';
import { followupsOf, instanceOf } from './followup-acts';
import type { ThreadTimes } from './followup-plan';
import type { StandingFacts } from './followup-standing';
import type { FollowupState } from './followup-state';

const ALWAYS_OPEN: BusinessHours = { timeZone: 'UTC', weekly: null, exceptions: [] };

export const hoursOf = (hours: BusinessHours | null): BusinessHours => hours ?? ALWAYS_OPEN;

/** `now`: in milliseconds since the epoch. */
export function factsOfRun(run: TurnRun, now: number): StandingFacts {
  const { held, lastHoldUntil, thread } = run.turn;
  return {
    now,
    policies: run.context.followups ?? [],
    followups: followupsOf(run),
    thread: timesOf(thread, followupsOf(run)),
    optedOut: thread?.optedOut ?? false,
    blocked: thread?.blocked ?? false,
    hours: hoursOf(run.context.hours),
    heldUntil: held ? (lastHoldUntil?.getTime() ?? Number.MAX_SAFE_INTEGER) : null,
    instanceId: instanceOf(run),
    isOn: (instanceId) => run.instance(instanceId) !== undefined,
  };
}

/** What a follow-up said is no message of ours that would be followed up in turn. */
export function timesOf(thread: ThreadFacts | undefined, { notes }: FollowupState): ThreadTimes {
  if (thread === undefined) return { inboundAt: null, writtenAt: null, ours: null, windowMs: 0 };
  const { lastInboundAt, lastWrittenAt, lastMessage, windowMs } = thread;
  const isFollowup = notes.some(({ said }) => said?.text !== null && said?.text === lastMessage?.text);
  const isOurs = lastMessage?.direction === 'out' && !isFollowup;
  return {
    inboundAt: lastInboundAt?.getTime() ?? null,
    writtenAt: lastWrittenAt?.getTime() ?? null,
    ours: isOurs ? { at: lastMessage.at.getTime(), text: lastMessage.text } : null,
    windowMs,
  };
}
