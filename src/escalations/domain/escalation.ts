import type { ConversationId, WorkspaceId } from '../../shared/kernel';

export const ESCALATION_STATUSES = ['pending', 'in_progress', 'resolved', 'cancelled'] as const;
export type EscalationStatus = (typeof ESCALATION_STATUSES)[number];

/** A conversation that waits for a person. At most one is open for a conversation. */
export interface Escalation {
  id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  /** What asked for a person, oldest first: each also holds the bot under its id. */
  sourceIds: string[];
  reason: string;
  /** At most 140 characters. */
  summary: string;
  status: EscalationStatus;
  resolvedAt?: Date;
  /** Id of the member or the API key. */
  resolvedBy?: string;
  /** Set once the bot's hold has ended after the escalation was closed. */
  holdReleasedAt?: Date;
  createdAt: Date;
  updatedAt: Date;
}

/** Where each status may go. A closed escalation stays closed: a new need opens a new one. */
const transitions: Readonly<Record<EscalationStatus, readonly EscalationStatus[]>> = {
  pending: ['in_progress', 'resolved', 'cancelled'],
  in_progress: ['resolved', 'cancelled'],
  resolved: [],
  cancelled: [],
};

export function mayBecome(from: EscalationStatus, to: EscalationStatus): boolean {
  return transitions[from].includes(to);
}

export function isOpen(status: EscalationStatus): boolean {
  return transitions[status].length > 0;
}

export const SUMMARY_MAX_CHARACTERS = 140;

/** Cuts at whole characters, so that no emoji is torn apart. */
export function shortSummary(summary: string): string {
  const characters = [...summary.trim()];
  if (characters.length <= SUMMARY_MAX_CHARACTERS) return characters.join('');
  return `${characters.slice(0, SUMMARY_MAX_CHARACTERS - 1).join('')}…`;
}
