import type { JsonObject } from '../json';

export interface FlowButton {
  title: string;
  payload?: string;
  url?: string;
}

export const MEDIA_TYPES = ['image', 'video', 'audio', 'file'] as const;
export type MediaType = (typeof MEDIA_TYPES)[number];

export interface FlowMedia {
  type: MediaType;
  url: string;
}

/** One card of a row that can be swiped. */
export interface FlowCard {
  title: string;
  subtitle?: string;
  imageUrl?: string;
  buttons: FlowButton[];
}

/** `text` is empty only beside media or cards. */
export interface FlowMessage {
  text: string;
  buttons: FlowButton[];
  quickReplies: { title: string; payload: string }[];
  media?: FlowMedia;
  cards?: FlowCard[];
}

/** What a node wants done; the engine gives it its id. */
export type EffectDraft =
  | { kind: 'send'; message: FlowMessage }
  | { kind: 'task'; task: string; input: JsonObject }
  | {
      kind: 'handoff';
      reason: string;
      summary: string;
      /** Absent: as the workspace has settled. */
      holdMinutes?: number;
      topic?: string;
      recommendedAction?: string;
    }
  | { kind: 'contact'; name?: string; username?: string };

/**
 * What the shell must do after the state is saved. Ids are `<session id>-<counter>`: the same event in the same state
 * gives the same ids, and no id is given twice in a session.
 */
export type FlowEffect =
  | (EffectDraft & { id: string })
  /** `typing`: until then it looks as if somebody typed. */
  | { kind: 'arm-timer'; id: string; dueAt: number; typing?: true }
  | { kind: 'cancel-timer'; timerId: string };
