import type { Counts } from './counts';
import { under } from './counts';
import { PROMISES } from './escalation-cells';
import { exactQuantileOf, quantilesOf } from './histogram';
import type { ExactTimes } from './timings';

/** A share of a whole, 0 to 1; null where there is no whole. */
export type Share = number | null;
/** Milliseconds; null where nothing was timed. */
export type Milliseconds = number | null;

export interface Times {
  median: Milliseconds;
  p90: Milliseconds;
}

export interface GoalFigures {
  goal: string;
  /** Begun, whatever became of them. */
  attempts: number;
  completions: number;
  cancelled: number;
  /** Nodes of flows that reached it. */
  reached: number;
  /** Of the completed ones, in the currency of the workspace. */
  value: number;
}

/** Promises of one kind that were settled in this time. */
export interface SlaFigures {
  met: number;
  breached: number;
  breachedShare: Share;
}

export interface EscalationFigures {
  opened: number;
  resolved: number;
  cancelled: number;
  /** Of those opened. */
  bySeverity: Record<string, number>;
  /** From opening to resolving. */
  clock: Times;
  businessHours: Times;
  /** From opening to what somebody of the team first wrote. */
  firstResponse: { clock: Times; businessHours: Times };
  sla: { firstResponse: SlaFigures; resolution: SlaFigures };
}

/** What a time in a workspace comes to. */
export interface Figures {
  conversations: { new: number; active: number };
  messages: {
    received: number;
    sent: number;
    sentBy: { bot: number; person: number; app: number };
    receivedByKind: Record<string, number>;
    sentByKind: Record<string, number>;
  };
  /** Of questions: messages that nobody had written before for a day, or after we had. */
  responses: {
    questions: number;
    answered: number;
    answeredByBot: number;
    answeredByPeople: number;
    clock: Times;
    businessHours: Times;
    bot: Times;
    people: Times;
  };
  handled: { byBot: number; byPeople: number; byBoth: number; botShare: Share };
  escalations: EscalationFigures;
  sessions: { started: number; byStatus: Record<string, number>; withGoal: number; handoffShare: Share };
  aiReplies: { given: number; knowledgeBacked: number; escalated: number; failed: number; knowledgeBackedShare: Share };
  sends: { sent: number; failed: number; parked: number; discarded: number; failedShare: Share };
  goals: GoalFigures[];
  followups: {
    planned: number;
    sent: number;
    replied: number;
    cancelled: number;
    expired: number;
    customerReplied: number;
    repliedShare: Share;
    byReason: Record<string, number>;
  };
  comments: { sent: number; failed: number; skipped: number; pending: number; replied: number; repliedShare: Share };
}

export const shareOf = (part: number, whole: number): Share => (whole === 0 ? null : part / whole);

const OPEN_SESSIONS = new Set(['active', 'waiting', 'paused']);
const NOT_STATUS = new Set(['started', 'with-goal']);

/** @param times those that `counts` has, where they are known one by one */
export function figuresOf(counts: Counts, times: ExactTimes | null = null): Figures {
  const n = (key: string): number => counts[key] ?? 0;
  const timed = (name: string): Times => timesOf(counts, name, times);
  return {
    conversations: { new: n('conv:new'), active: n('conv:active') },
    messages: messagesOf(counts, n),
    responses: responsesOf(n, timed),
    handled: handledOf(n),
    escalations: escalationsOf(counts, n, timed),
    sessions: sessionsOf(counts, n),
    aiReplies: {
      ...{ given: n('kb:replies'), knowledgeBacked: n('kb:backed') },
      ...{ escalated: n('kb:escalated'), failed: n('kb:failed') },
      knowledgeBackedShare: shareOf(n('kb:backed'), n('kb:replies')),
    },
    sends: sendsOf(n),
    goals: goalsOf(counts),
    followups: followupsOf(counts, n),
    comments: {
      ...{ sent: n('com:sent'), failed: n('com:failed'), skipped: n('com:skipped'), pending: n('com:pending') },
      ...{ replied: n('pr:replied'), repliedShare: shareOf(n('pr:replied'), n('pr:sent')) },
    },
  };
}

type Read = (key: string) => number;
type ReadTimes = (name: string) => Times;

function messagesOf(counts: Counts, n: Read): Figures['messages'] {
  const [receivedByKind, sentByKind] = [recordOf(counts, 'in'), recordOf(counts, 'outk')];
  const sentBy = { bot: n('out:bot'), person: n('out:person'), app: n('out:app') };
  const sent = sentBy.bot + sentBy.person + sentBy.app;
  return { received: totalOf(receivedByKind), sent, sentBy, receivedByKind, sentByKind };
}

function responsesOf(n: Read, timed: ReadTimes): Figures['responses'] {
  const [answeredByBot, answeredByPeople] = [n('ask:bot'), n('ask:human')];
  return {
    ...{ questions: n('ask:all'), answered: answeredByBot + answeredByPeople, answeredByBot, answeredByPeople },
    ...{ clock: timed('h:first'), businessHours: timed('h:first-open') },
    ...{ bot: timed('h:first-bot'), people: timed('h:first-human') },
  };
}

/** Questions, so far. */
export const unansweredOf = (counts: Counts): number =>
  (counts['ask:all'] ?? 0) - (counts['ask:bot'] ?? 0) - (counts['ask:human'] ?? 0);

function handledOf(n: Read): Figures['handled'] {
  const [byBot, byPeople, byBoth] = [n('handled:bot'), n('handled:human'), n('handled:both')];
  return { byBot, byPeople, byBoth, botShare: shareOf(byBot, byBot + byPeople + byBoth) };
}

function escalationsOf(counts: Counts, n: Read, timed: ReadTimes): EscalationFigures {
  const bySeverity = [...under(counts, 'escs')].flatMap(([rest, count]): [string, number][] => {
    const [severity = '', what] = rest.split(':');
    return what === 'opened' && count !== 0 ? [[severity, count]] : [];
  });
  return {
    ...{ opened: n('esc:opened'), resolved: n('esc:resolved'), cancelled: n('esc:cancelled') },
    bySeverity: Object.fromEntries(bySeverity),
    ...{ clock: timed('h:resolve'), businessHours: timed('h:resolve-open') },
    firstResponse: { clock: timed('h:esc-first'), businessHours: timed('h:esc-first-open') },
    sla: { firstResponse: slaOf(n, PROMISES.firstResponse), resolution: slaOf(n, PROMISES.resolution) },
  };
}

function slaOf(n: Read, promise: string): SlaFigures {
  const [met, breached] = [n(`sla:${promise}:met`), n(`sla:${promise}:breached`)];
  return { met, breached, breachedShare: shareOf(breached, met + breached) };
}

function sessionsOf(counts: Counts, n: Read): Figures['sessions'] {
  const byStatus = Object.fromEntries([...under(counts, 'ses')].filter(([status]) => !NOT_STATUS.has(status)));
  const ended = Object.entries(byStatus).filter(([status]) => !OPEN_SESSIONS.has(status));
  const total = ended.reduce((sum, [, count]) => sum + count, 0);
  const handoffShare = shareOf(byStatus['handed_off'] ?? 0, total);
  return { started: n('ses:started'), byStatus, withGoal: n('ses:with-goal'), handoffShare };
}

function sendsOf(n: Read): Figures['sends'] {
  const [sent, failed, parked, discarded] = [n('send:sent'), n('send:failed'), n('send:parked'), n('send:discarded')];
  return { sent, failed, parked, discarded, failedShare: shareOf(failed + parked, sent + failed + parked) };
}

function goalsOf(counts: Counts): GoalFigures[] {
  const goals = new Map<string, Record<string, number>>();
  for (const [rest, count] of under(counts, 'goal')) {
    const [goal = '', what = ''] = rest.split(':');
    goals.set(goal, { ...goals.get(goal), [what]: count });
  }
  return [...goals]
    .map(([goal, { attempts = 0, completed = 0, cancelled = 0, reached = 0, cents = 0 }]) => ({
      ...{ goal, attempts, completions: completed, cancelled, reached, value: cents / 100 },
    }))
    .sort((a, b) => a.goal.localeCompare(b.goal));
}

function followupsOf(counts: Counts, n: Read): Figures['followups'] {
  return {
    ...{ planned: n('fu:planned'), sent: n('fu:sent'), replied: n('fu:replied'), cancelled: n('fu:cancelled') },
    ...{ expired: n('fu:expired'), customerReplied: n('fu:customer_replied') },
    repliedShare: shareOf(n('fu:replied'), n('fu:sent')),
    byReason: recordOf(counts, 'fur'),
  };
}

function timesOf(counts: Counts, name: string, exact: ExactTimes | null): Times {
  if (exact !== null) return { median: medianOf(exact, name), p90: exactQuantileOf(exact.get(name) ?? [], 0.9) };
  const buckets = new Map([...under(counts, name)].map(([bucket, count]) => [Number(bucket), count]));
  const [median = null, p90 = null] = quantilesOf(buckets, [0.5, 0.9]);
  return { median, p90 };
}

export const medianOf = (times: ExactTimes, name: string): Milliseconds => exactQuantileOf(times.get(name) ?? [], 0.5);

const recordOf = (counts: Counts, prefix: string): Record<string, number> =>
  Object.fromEntries([...under(counts, prefix)].filter(([, count]) => count !== 0));
const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
