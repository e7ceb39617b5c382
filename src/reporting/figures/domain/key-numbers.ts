import { type Counts, sumOf } from './counts';
import { type Figures, figuresOf, shareOf } from './figures';
import type { ExactTimes } from './timings';

/** Promises of both kinds that were kept or broken. */
function settledOf({ sla: { firstResponse, resolution } }: Figures['escalations']): { all: number; breached: number } {
  const breached = firstResponse.breached + resolution.breached;
  return { breached, all: breached + firstResponse.met + resolution.met };
}

/** The numbers that are compared, drawn and exported; each with what it says. */
export const KEY_NUMBERS = {
  newConversations: ({ conversations }: Figures) => conversations.new,
  activeConversations: ({ conversations }: Figures) => conversations.active,
  receivedMessages: ({ messages }: Figures) => messages.received,
  sentMessages: ({ messages }: Figures) => messages.sent,
  botMessages: ({ messages }: Figures) => messages.sentBy.bot,
  peopleMessages: ({ messages }: Figures) => messages.sentBy.person + messages.sentBy.app,
  questions: ({ responses }: Figures) => responses.questions,
  answeredQuestions: ({ responses }: Figures) => responses.answered,
  medianFirstResponseMs: ({ responses }: Figures) => responses.clock.median,
  medianFirstResponseOpenMs: ({ responses }: Figures) => responses.businessHours.median,
  botHandledShare: ({ handled }: Figures) => handled.botShare,
  handoffShare: ({ sessions }: Figures) => sessions.handoffShare,
  escalationsOpened: ({ escalations }: Figures) => escalations.opened,
  escalationsResolved: ({ escalations }: Figures) => escalations.resolved,
  escalationsLow: ({ escalations }: Figures) => escalations.bySeverity['low'] ?? 0,
  escalationsNormal: ({ escalations }: Figures) => escalations.bySeverity['normal'] ?? 0,
  escalationsHigh: ({ escalations }: Figures) => escalations.bySeverity['high'] ?? 0,
  escalationsCritical: ({ escalations }: Figures) => escalations.bySeverity['critical'] ?? 0,
  medianResolutionMs: ({ escalations }: Figures) => escalations.clock.median,
  medianResolutionOpenMs: ({ escalations }: Figures) => escalations.businessHours.median,
  medianEscalationResponseMs: ({ escalations }: Figures) => escalations.firstResponse.clock.median,
  medianEscalationResponseOpenMs: ({ escalations }: Figures) => escalations.firstResponse.businessHours.median,
  slaFirstResponsesMet: ({ escalations }: Figures) => escalations.sla.firstResponse.met,
  slaFirstResponsesBreached: ({ escalations }: Figures) => escalations.sla.firstResponse.breached,
  slaResolutionsMet: ({ escalations }: Figures) => escalations.sla.resolution.met,
  slaResolutionsBreached: ({ escalations }: Figures) => escalations.sla.resolution.breached,
  slaSettled: ({ escalations }: Figures) => settledOf(escalations).all,
  slaBreachedShare: ({ escalations }: Figures) => shareOf(settledOf(escalations).breached, settledOf(escalations).all),
  aiReplies: ({ aiReplies }: Figures) => aiReplies.given,
  knowledgeBackedShare: ({ aiReplies }: Figures) => aiReplies.knowledgeBackedShare,
  sessionsStarted: ({ sessions }: Figures) => sessions.started,
  goalAttempts: ({ goals }: Figures) => goals.reduce((sum, { attempts }) => sum + attempts, 0),
  goalCompletions: ({ goals }: Figures) => goals.reduce((sum, { completions }) => sum + completions, 0),
  followupsSent: ({ followups }: Figures) => followups.sent,
  followupRepliedShare: ({ followups }: Figures) => followups.repliedShare,
  commentRepliesSent: ({ comments }: Figures) => comments.sent,
  failedSends: ({ sends }: Figures) => sends.failed + sends.parked,
  failedSendShare: ({ sends }: Figures) => sends.failedShare,
} as const satisfies Record<string, (figures: Figures) => number | null>;

export type KeyNumber = keyof typeof KEY_NUMBERS;
export const KEY_NUMBER_NAMES = Object.keys(KEY_NUMBERS) as KeyNumber[];
export type KeyNumbers = Record<KeyNumber, number | null>;

export function keyNumbersOf(figures: Figures): KeyNumbers {
  return Object.fromEntries(KEY_NUMBER_NAMES.map((name) => [name, KEY_NUMBERS[name](figures)])) as KeyNumbers;
}

export interface Comparison {
  current: number | null;
  previous: number | null;
  /** `current` less `previous`, as a share of `previous`; null where that says nothing. */
  change: number | null;
}

export function comparisonOf(current: KeyNumbers, previous: KeyNumbers): Record<KeyNumber, Comparison> {
  const compared = KEY_NUMBER_NAMES.map((name) => {
    const [now, before] = [current[name], previous[name]];
    const change = now === null || before === null ? null : shareOf(now - before, before);
    return [name, { current: now, previous: before, change }];
  });
  return Object.fromEntries(compared) as Record<KeyNumber, Comparison>;
}

/** One entry for each day, also for those on which nothing happened. */
export function trendOf(
  days: readonly string[],
  byDay: ReadonlyMap<string, Counts>,
  times: ReadonlyMap<string, ExactTimes | null> = new Map(),
): ({ day: string } & KeyNumbers)[] {
  return days.map((day) => ({ day, ...keyNumbersOf(figuresOf(byDay.get(day) ?? {}, times.get(day) ?? null)) }));
}

export const totalOf = (days: readonly string[], byDay: ReadonlyMap<string, Counts>): Record<string, number> =>
  sumOf(days.map((day) => byDay.get(day) ?? {}));
