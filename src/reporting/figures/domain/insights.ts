import type { Comparison, KeyNumber } from './key-numbers';

export const INSIGHT_CODES = [
  'slower-answers',
  'faster-answers',
  'more-escalations',
  'more-sla-breaches',
  'fewer-bot-handled',
  'little-knowledge',
  'failing-sends',
  'missed-windows',
  'fewer-goals',
  'more-goals',
  'idle-followups',
] as const;
export type InsightCode = (typeof INSIGHT_CODES)[number];

/** Something that the numbers say, with the numbers. */
export interface Insight {
  code: InsightCode;
  weight: 'good' | 'notice' | 'bad';
  text: string;
  numbers: Record<string, number>;
}

export interface InsightBasis {
  compared: Readonly<Record<KeyNumber, Comparison>>;
  /** Questions that were not answered within the time in which the bot may write. */
  missed: number;
  questions: number;
}

/** Of less than that, shares and changes are chance. */
const LEAST = 20;
const MUCH = 0.25;
const SHARE_STEP = 0.1;

type Rule = (basis: InsightBasis) => Insight | null;

const percent = (share: number): string => `${Math.round(Math.abs(share) * 100)}%`;
const enough = ({ current, previous }: Comparison): boolean => Math.min(current ?? 0, previous ?? 0) >= LEAST;

function speed({ compared: { medianFirstResponseMs: median, answeredQuestions } }: InsightBasis): Insight | null {
  const { current, previous, change } = median;
  if (!enough(answeredQuestions) || current === null || previous === null || change === null) return null;
  if (Math.abs(change) < MUCH) return null;
  const slower = change > 0;
  return {
    code: slower ? 'slower-answers' : 'faster-answers',
    weight: slower ? 'bad' : 'good',
    text: `People waited ${percent(change)} ${slower ? 'longer' : 'shorter'} for a first answer than before.`,
    numbers: { currentMs: current, previousMs: previous, change },
  };
}

function escalations({ compared: { escalationsOpened, activeConversations } }: InsightBasis): Insight | null {
  const { current, previous, change } = escalationsOpened;
  if (!enough(activeConversations) || current === null || previous === null || change === null) return null;
  if (change < MUCH || current < LEAST / 2) return null;
  const text = `${percent(change)} more conversations were given to people than before.`;
  return { code: 'more-escalations', weight: 'notice', text, numbers: { current, previous, change } };
}

function promises({ compared: { slaBreachedShare, slaSettled } }: InsightBasis): Insight | null {
  const { current, previous } = slaBreachedShare;
  if (!enough(slaSettled) || current === null || previous === null) return null;
  if (current - previous < SHARE_STEP) return null;
  const text = `${percent(current)} of what was promised for escalations was late, after ${percent(previous)} before.`;
  return { code: 'more-sla-breaches', weight: 'bad', text, numbers: { current, previous } };
}

function botShare({ compared: { botHandledShare, activeConversations } }: InsightBasis): Insight | null {
  const { current, previous } = botHandledShare;
  if (!enough(activeConversations) || current === null || previous === null) return null;
  if (previous - current < SHARE_STEP) return null;
  const text = `The bot alone handled ${percent(current)} of the conversations, after ${percent(previous)} before.`;
  return { code: 'fewer-bot-handled', weight: 'notice', text, numbers: { current, previous } };
}

function knowledge({ compared: { knowledgeBackedShare, aiReplies } }: InsightBasis): Insight | null {
  const [share, replies] = [knowledgeBackedShare.current, aiReplies.current ?? 0];
  if (share === null || replies < LEAST || share >= 0.6) return null;
  const text = `Only ${percent(share)} of the AI answers rest on the knowledge base. See which topics are missing.`;
  return { code: 'little-knowledge', weight: 'notice', text, numbers: { share, replies } };
}

function sends({ compared: { failedSendShare, failedSends } }: InsightBasis): Insight | null {
  const [share, failed] = [failedSendShare.current, failedSends.current ?? 0];
  if (share === null || share < 0.02 || failed < 3) return null;
  const text = `${percent(share)} of the messages did not go out.`;
  return { code: 'failing-sends', weight: 'bad', text, numbers: { share, failed } };
}

function windows({ missed, questions }: InsightBasis): Insight | null {
  if (questions < LEAST || missed / questions < 0.05) return null;
  const text = `${missed} of ${questions} questions were not answered within 24 hours.`;
  return { code: 'missed-windows', weight: 'bad', text, numbers: { missed, questions, share: missed / questions } };
}

function goals({ compared: { goalCompletions } }: InsightBasis): Insight | null {
  const { current, previous, change } = goalCompletions;
  if (!enough(goalCompletions) || current === null || previous === null || change === null) return null;
  if (Math.abs(change) < MUCH) return null;
  const more = change > 0;
  return {
    code: more ? 'more-goals' : 'fewer-goals',
    weight: more ? 'good' : 'bad',
    text: `${percent(change)} ${more ? 'more' : 'fewer'} goals were completed than before.`,
    numbers: { current, previous, change },
  };
}

function followups({ compared: { followupsSent, followupRepliedShare } }: InsightBasis): Insight | null {
  const [sent, share] = [followupsSent.current ?? 0, followupRepliedShare.current];
  if (sent < LEAST || share === null || share >= 0.05) return null;
  const text = `Of ${sent} follow-ups, ${percent(share)} were answered.`;
  return { code: 'idle-followups', weight: 'notice', text, numbers: { sent, share } };
}

const RULES: readonly Rule[] = [sends, windows, promises, speed, escalations, botShare, knowledge, goals, followups];

/** By rules alone, the gravest first. */
export function insightsOf(basis: InsightBasis): Insight[] {
  const order = { bad: 0, notice: 1, good: 2 };
  const found = RULES.flatMap((rule) => rule(basis) ?? []);
  return found.sort((a, b) => order[a.weight] - order[b.weight]);
}
