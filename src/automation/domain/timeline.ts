import type { ShownMessage } from '../../conversations';
import type { TraceEntry } from '../../flows';
import type { CursorPosition } from '../../shared/kernel';
import type { ConsideredTrigger } from './explanation';
import type { TurnRecord } from './turn-record';

/** Why the bot said something. */
export interface MessageReason {
  /** The decision that led to it. */
  eventId: string;
  sessionId: string;
  automationId: string;
  nodeId?: string;
  /** The trigger that started the session, when this is what that decision did. */
  trigger?: ConsideredTrigger;
  /** The way through the flow up to the message. */
  trace: TraceEntry[];
}

export interface EffectResult {
  id: string;
  kind: string;
  detail?: string;
  sessionId: string;
  /** Of a message; withdrawn: a person stepped in before it was sent. */
  result?: ShownMessage['status'] | 'withdrawn';
  error?: { code: string; message: string };
}

export type TimelineItem =
  | { kind: 'message'; at: Date; message: ShownMessage; why?: MessageReason }
  | { kind: 'decision'; at: Date; decision: TurnRecord; effects: EffectResult[] };

/**
 * The newest of both, in order; `limit` of them, and more only where two have the same place, so that no page ends between
 * them.
 */
export function interleave(
  messages: readonly ShownMessage[],
  records: readonly TurnRecord[],
  limit: number,
): { messages: ShownMessage[]; records: TurnRecord[]; next?: CursorPosition } {
  const entries = [
    ...messages.map((message) => ({ at: message.at, id: message.id, message })),
    ...records.map((record) => ({ at: record.at, id: record.eventId, record })),
  ].sort(newestFirst);
  let end = Math.min(limit, entries.length);
  while (end < entries.length && samePlace(entries[end - 1], entries[end])) end += 1;
  const page = entries.slice(0, end);
  const last = page.at(-1);
  return {
    messages: page.flatMap((entry) => ('message' in entry ? [entry.message] : [])),
    records: page.flatMap((entry) => ('record' in entry ? [entry.record] : [])),
    ...(entries.length > end && last !== undefined ? { next: { at: last.at, id: last.id } } : {}),
  };
}

/** Items of a page, newest first. `reasons`: records that asked for one of the messages; `sends`: messages of its effects. */
export function timelineItems(
  page: { messages: readonly ShownMessage[]; records: readonly TurnRecord[] },
  reasons: readonly TurnRecord[],
  sends: readonly ShownMessage[],
): TimelineItem[] {
  const items: TimelineItem[] = [
    ...page.messages.map((message) => ({
      kind: 'message' as const,
      at: message.at,
      message,
      ...whyOf(message, reasons),
    })),
    ...page.records.map((decision) => ({
      kind: 'decision' as const,
      at: decision.at,
      decision,
      effects: effectsOf(decision, sends),
    })),
  ];
  return items.sort((a, b) => newestFirst(placeOf(a), placeOf(b)));
}

/** Sessions that a message of the bot may come from: effects are numbered within their session. */
export function sessionOfEffect(effectId: string): string {
  return effectId.slice(0, Math.max(0, effectId.lastIndexOf('-')));
}

function whyOf({ id, origin }: ShownMessage, reasons: readonly TurnRecord[]): { why?: MessageReason } {
  if (origin !== 'bot') return {};
  for (const { eventId, steps, considered } of reasons) {
    const step = steps.find(({ effects }) => effects.some((effect) => effect.id === id));
    if (step === undefined) continue;
    const index = step.trace.findIndex((entry) => entry.kind === 'effect' && entry.id === id);
    const trace = index === -1 ? step.trace : step.trace.slice(0, index + 1);
    const cause = trace.at(-1);
    const trigger = step.event.kind === 'started' ? considered.find(({ outcome }) => outcome === 'chosen') : undefined;
    const { sessionId, instanceId: automationId } = step;
    const nodeId = cause !== undefined && 'nodeId' in cause ? cause.nodeId : undefined;
    return {
      why: {
        eventId,
        sessionId,
        automationId,
        ...(nodeId === undefined ? {} : { nodeId }),
        ...(trigger === undefined ? {} : { trigger }),
        trace,
      },
    };
  }
  return {};
}

function effectsOf({ steps }: TurnRecord, sends: readonly ShownMessage[]): EffectResult[] {
  return steps.flatMap(({ sessionId, effects }) =>
    effects.map((effect): EffectResult => {
      if (effect.kind !== 'send') return { ...effect, sessionId };
      const send = sends.find(({ id }) => id === effect.id);
      return {
        ...effect,
        sessionId,
        result: send?.status ?? 'withdrawn',
        ...(send?.error === undefined ? {} : { error: send.error }),
      };
    }),
  );
}

const placeOf = (item: TimelineItem): CursorPosition => ({
  at: item.at,
  id: item.kind === 'message' ? item.message.id : item.decision.eventId,
});

function newestFirst(a: CursorPosition, b: CursorPosition): number {
  return b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

const samePlace = (a: CursorPosition | undefined, b: CursorPosition | undefined): boolean =>
  a !== undefined && b !== undefined && newestFirst(a, b) === 0;
