import type { OutgoingContent, TurnDecision } from '../../../conversations';
import type { VirtualButton, VirtualLaneState } from './virtual-lane-state';
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
  const suppressed = obstacleToSending(state, held);
  for (const { content } of sends) {
    const shown = { kind: 'bot' as const, text: content.text, buttons: buttonsOf(content) };
    note(state, suppressed === null ? shown : { ...shown, suppressed });
    if (suppressed === null) offerChoices(state, content);
  }
}

export function applyTimers(state: VirtualLaneState, { timers }: TurnDecision): void {
  const cancelled = new Set(timers.cancel);
  const kept = state.timers.filter(({ id }) => !cancelled.has(id));
  state.timers = [...kept, ...timers.arm.map(({ id, dueAt, data }) => ({ id, dueAt: dueAt.getTime(), data }))];
}

function obstacleToSending({ lastInboundAt, now }: VirtualLaneState, held: boolean): string | null {
  if (held) return 'a person has taken over';
  if (lastInboundAt === null) return 'the person has never written';
  return now < lastInboundAt + WINDOW_MS ? null : 'more than 24 hours after the person wrote';
}

function offerChoices(state: VirtualLaneState, content: OutgoingContent): void {
  const isQuickReply = content.kind === 'text';
  const offered = buttonsOf(content).flatMap(({ title, payload }) =>
    payload === undefined ? [] : [{ title, payload, isQuickReply }],
  );
  state.choices = [...state.choices, ...offered].slice(-MAX_CHOICES);
}

function buttonsOf(content: OutgoingContent): VirtualButton[] {
  return content.kind === 'buttons' ? content.buttons : (content.quickReplies ?? []);
}
