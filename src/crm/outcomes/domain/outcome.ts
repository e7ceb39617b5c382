import type { ContactId, ConversationId, UserId, WorkspaceId } from '../../../shared/kernel';
import type { Goal } from './goal';

export const OUTCOME_STATUSES = ['open', 'completed', 'cancelled'] as const;
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

/** Values by field name. Texts have at most 500 characters. */
export type OutcomeFields = Readonly<Record<string, string>>;

/** What was said, and when, for one who asks how a value came about. The newest are kept. */
export interface OutcomeChange {
  at: Date;
  fields: OutcomeFields;
  value?: number;
  /** Of a member who corrected it; absent for a flow. */
  userId?: UserId;
}

export const OUTCOME_LINKS = ['task', 'ticket'] as const;
export type OutcomeLinkKind = (typeof OUTCOME_LINKS)[number];

/** What became of it: something that people work on. */
export interface OutcomeLink {
  kind: OutcomeLinkKind;
  id: string;
}

/** A goal that a conversation has reached: a lead, a booking that was asked for … One is open at a time. */
export interface Outcome {
  id: string;
  workspaceId: WorkspaceId;
  goal: Goal;
  contactId: ContactId;
  conversationId: ConversationId;
  status: OutcomeStatus;
  fields: OutcomeFields;
  /** What it is worth, in the currency of the workspace. */
  value?: number;
  history: readonly OutcomeChange[];
  /** Of a request for support that was turned into a task or a ticket. */
  link?: OutcomeLink;
  /** When it was completed or cancelled. */
  closedAt?: Date;
  /** Effects that were applied, so that none is applied twice; the newest are kept. */
  effects: readonly string[];
  /** Merges of contacts that brought it to this one. */
  merges?: readonly string[];
  /** Counts the changes. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface OutcomeWishes {
  fields: OutcomeFields;
  value?: number;
}

const HISTORY_LENGTH = 50;
const EFFECTS_LENGTH = 50;

const NEXT: Readonly<Record<OutcomeStatus, readonly OutcomeStatus[]>> = {
  open: ['completed', 'cancelled'],
  completed: ['open'],
  cancelled: ['open'],
};

export const mayBecome = (from: OutcomeStatus, to: OutcomeStatus): boolean => NEXT[from].includes(to);

/** What is newly known replaces what was; what is not said stays. An empty text clears a field. */
export function changedOutcome(
  outcome: Outcome,
  { fields, value }: OutcomeWishes,
  by: { at: Date; userId?: UserId; effectId?: string },
): Outcome {
  const { at, userId, effectId } = by;
  const merged = Object.fromEntries(Object.entries({ ...outcome.fields, ...fields }).filter(([, text]) => text !== ''));
  const worth = value === undefined ? {} : { value };
  const change = { at, fields, ...worth, ...(userId === undefined ? {} : { userId }) };
  return {
    ...outcome,
    ...worth,
    fields: merged,
    history: [...outcome.history, change].slice(-HISTORY_LENGTH),
    effects: effectId === undefined ? outcome.effects : [...outcome.effects, effectId].slice(-EFFECTS_LENGTH),
    revision: outcome.revision + 1,
    updatedAt: at,
  };
}

/** @returns the outcome in another status; whether it may go there is asked of `mayBecome` */
export function movedOutcome({ closedAt: _closedAt, ...outcome }: Outcome, to: OutcomeStatus, at: Date): Outcome {
  const closed = to === 'open' ? {} : { closedAt: at };
  return { ...outcome, status: to, ...closed, revision: outcome.revision + 1, updatedAt: at };
}

export const linkedOutcome = (outcome: Outcome, link: OutcomeLink, at: Date): Outcome => ({
  ...outcome,
  link,
  revision: outcome.revision + 1,
  updatedAt: at,
});
