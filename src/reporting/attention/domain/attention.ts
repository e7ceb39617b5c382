import type { ConversationId } from '../../../shared/kernel';

/** What may be left lying. */
export const ATTENTION_KINDS = [
  'escalation',
  'window_closing',
  'undelivered',
  'unreplied',
  'draft',
  'lead',
  'booking',
  'order',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** Something that somebody should look at. */
export interface AttentionItem {
  kind: AttentionKind;
  /** Of the escalation, message, draft, …; of the conversation where it is about a person who waits. */
  id: string;
  conversationId: ConversationId;
  /** In few words, for a list. */
  reason: string;
  /** Since when. */
  since: Date;
  /** Until when something can still be done; absent: no such limit. */
  until?: Date;
  assigneeId?: string;
  /** 0 is first. */
  urgency: number;
}

export interface AttentionFound {
  kind: AttentionKind;
  items: readonly AttentionItem[];
  /** There are more than were read. */
  isCut: boolean;
}

export interface AttentionCount {
  kind: AttentionKind;
  count: number;
  /** There are more than that. */
  isCut: boolean;
}

/** Each conversation once, for what is most urgent, with what else there is about it. */
export interface AttentionEntry extends AttentionItem {
  also: AttentionKind[];
}

export interface AttentionQueue {
  entries: AttentionEntry[];
  counts: AttentionCount[];
}

/** Urgency of what is not an escalation. */
export const URGENCY: Readonly<Record<Exclude<AttentionKind, 'escalation'>, number>> = {
  window_closing: 1,
  undelivered: 3,
  unreplied: 5,
  draft: 6,
  lead: 7,
  booking: 7,
  order: 7,
};

/** By rank of the severity: 0 is the least urgent. One that is late goes before all others. */
export const urgencyOfEscalation = (rank: number, isLate: boolean): number => (isLate ? 0 : ([8, 4, 2, 0][rank] ?? 0));

export function queueOf(found: readonly AttentionFound[], limit: number): AttentionQueue {
  const counts = found.map(({ kind, items, isCut }) => ({ kind, count: items.length, isCut }));
  const entries = new Map<ConversationId, AttentionEntry>();
  for (const item of found.flatMap(({ items }) => items).sort(byUrgency)) {
    const entry = entries.get(item.conversationId);
    if (entry === undefined) entries.set(item.conversationId, { ...item, also: [] });
    else if (entry.kind !== item.kind && !entry.also.includes(item.kind)) entry.also.push(item.kind);
  }
  return { entries: [...entries.values()].slice(0, limit), counts };
}

/** Of equally urgent ones, whose time is over first, then who has waited longest. */
function byUrgency(a: AttentionItem, b: AttentionItem): number {
  if (a.urgency !== b.urgency) return a.urgency - b.urgency;
  const until = timeOf(a.until) - timeOf(b.until);
  return until === 0 || Number.isNaN(until) ? a.since.getTime() - b.since.getTime() : until;
}

const timeOf = (date: Date | undefined): number => date?.getTime() ?? Infinity;
