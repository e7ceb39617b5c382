import type { SendOrigin } from '../schemas/conversation.schema';

/** How long after the person's last act the platform lets an account write; `humanAgentMs` is 0 where it lacks the feature. */
export interface WindowPolicy {
  windowMs: number;
  /** For what a person writes. */
  humanAgentMs: number;
}

export interface WindowFacts extends WindowPolicy {
  /** When the person last did what opens the window. */
  openedAt: Date | null;
  now: Date;
}

export type WindowVerdict =
  | { kind: 'allowed'; closesAt: Date }
  /** Only as a message that a person writes, marked as such. */
  | { kind: 'allowed-as-human-agent'; closesAt: Date }
  | { kind: 'refused'; reason: 'never-opened' | 'closed' | 'people-only'; closedAt: Date | null };

/** open: everybody may write · human_agent: people may · closed: nobody · never_opened: the person has not written yet. */
export type WindowState = 'open' | 'human_agent' | 'closed' | 'never_opened';

/** What is on its way when the window closes would come too late: people's messages are marked in time. */
const CLOSING_MS = 60_000;

/** Whether this sender may write now. A bot never writes as a person: the platform's policy forbids it. */
export function mayWrite(facts: WindowFacts, sender: SendOrigin): WindowVerdict {
  const { openedAt, now, windowMs, humanAgentMs } = facts;
  if (openedAt === null) return { kind: 'refused', reason: 'never-opened', closedAt: null };
  const closesAt = new Date(openedAt.getTime() + windowMs);
  const peopleUntil = new Date(openedAt.getTime() + humanAgentMs);
  const mayBeMarked = sender === 'person' && now < peopleUntil;
  if (now < closesAt && !(mayBeMarked && closesAt.getTime() - now.getTime() < CLOSING_MS))
    return { kind: 'allowed', closesAt };
  if (mayBeMarked) return { kind: 'allowed-as-human-agent', closesAt: peopleUntil };
  return now < peopleUntil
    ? { kind: 'refused', reason: 'people-only', closedAt: closesAt }
    : { kind: 'refused', reason: 'closed', closedAt: peopleUntil > closesAt ? peopleUntil : closesAt };
}

/** As it is shown: who may write, and until when; `closesAt` lies in the past when nobody may any more. */
export function windowOf(facts: WindowFacts): { state: WindowState; closesAt?: Date } {
  const bot = mayWrite(facts, 'bot');
  if (bot.kind === 'allowed') return { state: 'open', closesAt: bot.closesAt };
  const person = mayWrite(facts, 'person');
  if (person.kind === 'allowed-as-human-agent') return { state: 'human_agent', closesAt: person.closesAt };
  if (person.kind !== 'refused' || person.closedAt === null) return { state: 'never_opened' };
  return { state: 'closed', closesAt: person.closedAt };
}
