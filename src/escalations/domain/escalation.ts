import type { ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { Severity } from './severity';
import type { EscalationSla } from './sla';
import type { EscalationStatus } from './transitions';

/** ai: the assistant said so · flow: a node of an automation · human: a member, or a program of theirs. */
export const ESCALATION_ORIGINS = ['ai', 'flow', 'human'] as const;
export type EscalationOrigin = (typeof ESCALATION_ORIGINS)[number];

export const UPDATE_KINDS = [
  'opened',
  'needed_again',
  'taken',
  'assigned',
  'released',
  'answered',
  'rated',
  'note',
  'resolved',
  'cancelled',
  'reopened',
  'sla_warning',
  'sla_breach',
] as const;
export type UpdateKind = (typeof UPDATE_KINDS)[number];

/** app: somebody in Instagram's own app · system: Parley by its rules. */
export const UPDATE_AUTHORS = [...ESCALATION_ORIGINS, 'app', 'system'] as const;
export type UpdateAuthor = (typeof UPDATE_AUTHORS)[number];

/** Something that happened to an escalation. */
export interface EscalationUpdate {
  at: Date;
  kind: UpdateKind;
  from: UpdateAuthor;
  userId?: UserId;
  /** Of a note, or why. */
  text?: string;
  /** Who is to work on it, or how urgent it is now, or which promise. */
  to?: string;
}

/** A conversation that waits for a person. At most one is open for a conversation. */
export interface Escalation {
  id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  /** What asked for a person, oldest first: each also holds the bot under its id. The newest are kept. */
  sourceIds: string[];
  reason: string;
  /** At most 140 characters. */
  summary: string;
  createdBy: EscalationOrigin;
  status: EscalationStatus;
  severity: Severity;
  assigneeId?: UserId;
  /** How often more was asked for while it was open. */
  followUpCount: number;
  reopenCount: number;
  /** Oldest first: the first one and the newest. */
  updates: EscalationUpdate[];
  sla: EscalationSla;
  /** When it was resolved or cancelled. */
  resolvedAt?: Date;
  /** Id of the member or the API key. */
  resolvedBy?: string;
  /** Closed, and the bot is to speak again: since when. Until it may. */
  handBackDueAt?: Date;
  /** When the bot's hold has ended after the escalation was closed. */
  holdReleasedAt?: Date;
  /** Counts the changes. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

/** When it was opened, or opened again: what was written before is no answer to it. */
export const openSince = ({ sla }: Pick<Escalation, 'sla'>): Date => sla.resolution.startedAt;

export const SUMMARY_MAX_CHARACTERS = 140;
export const REASON_MAX_CHARACTERS = 200;
export const NOTE_MAX_CHARACTERS = 2_000;
const UPDATES_KEPT = 200;
const SOURCES_KEPT = 100;

/** Cuts at whole characters, so that no emoji is torn apart. */
export function shortSummary(summary: string): string {
  return shortened(summary, SUMMARY_MAX_CHARACTERS);
}

export function shortened(text: string, most: number): string {
  const characters = [...text.trim()];
  if (characters.length <= most) return characters.join('');
  return `${characters.slice(0, most - 1).join('')}…`;
}

/** The first update says how it began, so it stays. */
export function withUpdate(updates: readonly EscalationUpdate[], update: EscalationUpdate): EscalationUpdate[] {
  const [first, ...rest] = [...updates, update];
  return first === undefined ? [] : [first, ...rest.slice(-(UPDATES_KEPT - 1))];
}

export const withSource = (sourceIds: readonly string[], sourceId: string): string[] =>
  sourceIds.includes(sourceId) ? [...sourceIds] : [...sourceIds, sourceId].slice(-SOURCES_KEPT);
