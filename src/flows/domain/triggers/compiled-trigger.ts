import type { Weekday } from '../../../shared/kernel';
import type { TriggerType } from './trigger-types';

export const KEYWORD_MATCHES = ['any', 'all'] as const;
export type KeywordMatch = (typeof KEYWORD_MATCHES)[number];

export const REQUIREMENTS = ['link', 'attachment'] as const;
export type Requirement = (typeof REQUIREMENTS)[number];

/** person: never again · post: once for each post · comment: each comment. */
export const COMMENT_ONCE = ['person', 'post', 'comment'] as const;
export type CommentOnce = (typeof COMMENT_ONCE)[number];

/** When a trigger may fire: inside or outside the workspace's hours, or hours of its own. */
export interface TriggerHours {
  when: 'inside' | 'outside';
  /** Absent: the workspace's hours. `from` and `to` are `HH:MM`; a `to` not after `from` lies on the next day. */
  own?: { timeZone: string; days: Weekday[]; from: string; to: string } | undefined;
}

/** What starts the flow. Words are folded: by `foldText`, and by `foldDiacritics` where that is asked for. */
export interface CompiledTrigger {
  nodeId: string;
  on: TriggerType;
  match:
    | { mode: 'any' }
    | { mode: 'keywords'; keywords: string[]; keywordMatch: KeywordMatch }
    | { mode: 'intent'; intents: string[]; description?: string | undefined };
  /** Any of these words keeps the trigger from firing. */
  exclude: string[];
  foldDiacritics: boolean;
  requires: Requirement[];
  /** One of these refs or payloads; empty: whichever. */
  refs: string[];
  hours: TriggerHours | null;
  /** Accounts by id; absent: whichever. */
  accounts?: string[] | undefined;
  /** Of comments: posts by the channel's id; absent: whichever. */
  media?: string[] | undefined;
  /** Of comments: how often it fires for one person; absent: at each. */
  once?: CommentOnce | undefined;
  /** Higher goes first. */
  priority: number;
}
