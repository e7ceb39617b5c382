import type { Json, JsonObject } from '../../../conversations';
import type { VirtualButton, VirtualLaneState } from './virtual-lane-state';

const MAX_ENTRIES = 500;

/** What happened, or what was decided about it and why. */
export type TimelineFact =
  | { kind: 'person'; text: string; attachments?: { type: string; url?: string }[]; tapped?: true }
  /** `suppressed`: why it would not have been sent. */
  | { kind: 'bot'; text: string; buttons: VirtualButton[]; suppressed?: string }
  | { kind: 'event'; event: string; detail: JsonObject }
  | { kind: 'effect'; effect: string; detail: JsonObject }
  | { kind: 'decision'; explanation: Json };

export type TimelineEntry = TimelineFact & {
  /** 1, 2, 3 … */
  number: number;
  /** Virtual time in milliseconds since the epoch. */
  at: number;
};

/** Adds to the timeline, which forgets its oldest entries when it is full. */
export function note(state: VirtualLaneState, fact: TimelineFact): void {
  state.entries += 1;
  state.timeline.push({ ...fact, number: state.entries, at: state.now });
  if (state.timeline.length > MAX_ENTRIES) state.timeline.splice(0, state.timeline.length - MAX_ENTRIES);
}

/** Forgets the oldest entries until the rest is no larger than so many bytes of JSON; the newest one stays. */
export function fitTimeline(state: VirtualLaneState, maxBytes: number): void {
  let bytes = 0;
  const kept = state.timeline.findLastIndex((entry) => {
    bytes += Buffer.byteLength(JSON.stringify(entry));
    return bytes > maxBytes;
  });
  if (kept !== -1) state.timeline.splice(0, Math.min(kept + 1, state.timeline.length - 1));
}
