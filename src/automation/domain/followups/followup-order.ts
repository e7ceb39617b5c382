import type { JsonObject } from '../../../conversations';
import { DomainError } from '../../../shared/kernel';

/** What members, and changed policies, want of the follow-ups of a conversation. `dueAt` in milliseconds since the epoch. */
export type FollowupOrder =
  { op: 'plan' } | { op: 'cancel' | 'run'; taskId: string } | { op: 'reschedule'; taskId: string; dueAt: number };

/** @throws DomainError AUTOMATION.ORDER_MALFORMED: a program made the order, so it is at fault */
export function readOrder({ op, taskId, dueAt }: JsonObject): FollowupOrder {
  if (op === 'plan') return { op };
  if (typeof taskId === 'string' && (op === 'cancel' || op === 'run')) return { op, taskId };
  if (typeof taskId === 'string' && op === 'reschedule' && typeof dueAt === 'number') return { op, taskId, dueAt };
  throw new DomainError('AUTOMATION.ORDER_MALFORMED', 'internal', 'The order about follow-ups is not understood.');
}
