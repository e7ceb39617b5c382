import { choicesOf, type OutgoingContent, type TurnDecision, visibleTextOf } from '../../../conversations';
import type { VirtualLaneState } from './virtual-lane-state';
import { note } from './virtual-timeline';

/** Meta's window: the bot may write until so long after the person's last message. */
const WINDOW_MS = 24 * 3_600_000;
/** Tappable things that are remembered. */
const MAX_CHOICES = 100;

export function isHeld({ hold, now }: VirtualLaneState): boolean {
  return hold !== null && hold.endedEarly !== true && hold.until > now;
}

/** Of two holds the longer one counts. */
export function holdUntil(state: VirtualLaneState, until: number, reason: string): void {
  if ((state.hold?.until ?? 0) < until) state.hold = { until, reason };
}

/** What is said stands in the timeline, also what a real conversation would have kept back, with the reason. */
export function applySends(state: VirtualLaneState, { sends }: TurnDecision, held: boolean): void {
  for (const { content } of sends) {
    const suppressed = obstacleToSending(state, held, content);
    const shown = { kind: 'bot' as const, text: wordsFor(content), buttons: choicesOf(content) };
    note(state, suppressed === null ? shown : { ...shown, suppressed });
    if (suppressed === null) offerChoices(state, content);
  }
}

export function applyTimers(state: VirtualLaneState, { timers }: TurnDecision): void {
  const cancelled = new Set(timers.cancel);
  const kept = state.timers.filter(({ id }) => !cancelled.has(id));
  state.timers = [...kept, ...timers.arm.map(({ id, dueAt, data }) => ({ id, dueAt: dueAt.getTime(), data }))];
}

function obstacleToSending(
  { lastInboundAt, now }: VirtualLaneState,
  held: boolean,
  content: OutgoingContent,
): string | null {
  if (held) return 'a person has taken over';
  if (content.kind === 'private-reply')
    return now < content.permittedUntil.getTime() ? null : 'the comment is too old to be answered';
  if (lastInboundAt === null) return 'the person has never written';
  return now < lastInboundAt + WINDOW_MS ? null : 'more than 24 hours after the person wrote';
}

function offerChoices(state: VirtualLaneState, content: OutgoingContent): void {
  const isQuickReply = content.kind === 'text';
  const offered = choicesOf(content).flatMap(({ title, payload }) =>
    payload === undefined ? [] : [{ title, payload, isQuickReply }],
  );
  state.choices = [...state.choices, ...offered].slice(-MAX_CHOICES);
}

/** What shows no text is named by its kind. */
function wordsFor(content: OutgoingContent): string {
  const text = visibleTextOf(content);
  if (text !== '') return text;
  return `[${content.kind === 'media' ? content.mediaType : content.kind}]`;
}
