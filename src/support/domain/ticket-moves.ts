import { OpenTime, type UserId } from '../../shared/kernel';
import { dueUpkeeps, promised, type TicketPolicy, type UpkeepKind } from './ticket-sla';
import type { SupportTicket, TicketClock, TicketSide, TicketStatus } from './ticket';

const STEPS_MAX = 100;
/** Whoever comes back later opens a new ticket. */
export const REOPEN_MS = 30 * 24 * 3_600_000;

const ALL: readonly TicketSide[] = ['user', 'platform', 'system'];
const PEOPLE: readonly TicketSide[] = ['user', 'platform'];
const PLATFORM: readonly TicketSide[] = ['platform'];

/** Who may move a ticket from where to where. */
export const TRANSITIONS: Readonly<
  Record<TicketStatus, Readonly<Partial<Record<TicketStatus, readonly TicketSide[]>>>>
> = {
  open: { in_progress: PLATFORM, waiting_on_user: PLATFORM, resolved: PEOPLE },
  in_progress: { open: PLATFORM, waiting_on_user: PLATFORM, resolved: PEOPLE },
  waiting_on_user: { open: PEOPLE, in_progress: PEOPLE, resolved: ALL },
  resolved: { open: PEOPLE, closed: ALL },
  closed: { open: PEOPLE },
};

export type MoveProblem = 'status' | 'too-late';

/** Null: it may go there. */
export function problemOfMove(ticket: SupportTicket, to: TicketStatus, side: TicketSide, at: Date): MoveProblem | null {
  if (TRANSITIONS[ticket.status][to]?.includes(side) !== true) return 'status';
  const closedFor = ticket.closedAt === undefined ? 0 : at.getTime() - ticket.closedAt.getTime();
  return side === 'user' && ticket.status === 'closed' && closedFor > REOPEN_MS ? 'too-late' : null;
}

export interface Mover {
  side: TicketSide;
  userId?: UserId;
  at: Date;
}

/** `to` must be one that `problemOfMove` allows. */
export function movedTicket(
  ticket: SupportTicket,
  to: TicketStatus,
  { side, userId, at }: Mover,
  policy: TicketPolicy,
): SupportTicket {
  const { resolvedAt, closedAt: _closedAt, ...rest } = ticket;
  // Who of the platform it was, only the audit trail knows.
  const author = side === 'user' && userId !== undefined ? { userId } : {};
  const step = { at, from: ticket.status, to, side, ...author };
  const reopened = ticket.status === 'resolved' || ticket.status === 'closed';
  const isReopened = reopened && to === 'open';
  return {
    ...rest,
    status: to,
    clock: clockAfter(ticket, to, { side, at, isReopened }, policy),
    steps: [...ticket.steps, step].slice(-STEPS_MAX),
    reopenCount: ticket.reopenCount + (isReopened ? 1 : 0),
    ...resolutionOf(to, at, resolvedAt),
    revision: ticket.revision + 1,
    updatedAt: at,
  };
}

function resolutionOf(to: TicketStatus, at: Date, resolvedAt: Date | undefined) {
  if (to === 'resolved') return { resolvedAt: at };
  if (to === 'closed') return { closedAt: at, ...(resolvedAt === undefined ? {} : { resolvedAt }) };
  return {};
}

function clockAfter(
  { clock, severity }: SupportTicket,
  to: TicketStatus,
  { side, at, isReopened }: { side: TicketSide; at: Date; isReopened: boolean },
  policy: TicketPolicy,
): TicketClock {
  if (isReopened) return promised({ startedAt: at, pausedMs: 0 }, severity, policy);
  const going = clock.pausedSince === undefined ? clock : goingOn(clock, clock.pausedSince, at, policy);
  const next = to === 'waiting_on_user' ? { ...going, pausedSince: at } : going;
  return side === 'platform' && to !== 'in_progress' && to !== 'open' ? answered(next, at) : next;
}

/** The promise of a solution moves by the time, of what counts, that it waited; one that was missed stays missed. */
function goingOn(
  { pausedSince: _since, ...clock }: TicketClock,
  since: Date,
  at: Date,
  { hours }: TicketPolicy,
): TicketClock {
  const time = new OpenTime(hours);
  const pausedMs = clock.pausedMs + time.between(since, at);
  const { resolutionDueAt: dueAt, ...rest } = clock;
  if (dueAt === undefined || dueAt <= since) return { ...clock, pausedMs };
  const later = time.after(at, time.between(since, dueAt));
  return { ...rest, pausedMs, ...(later === null ? {} : { resolutionDueAt: later }) };
}

const answered = (clock: TicketClock, at: Date): TicketClock =>
  clock.firstResponseAt === undefined ? { ...clock, firstResponseAt: at } : clock;

/** What a comment that the user can see does to the ticket. Null: nobody can comment on it as it is. */
export function commentedTicket(ticket: SupportTicket, by: Mover, policy: TicketPolicy): SupportTicket | null {
  if (ticket.status === 'closed') return null;
  const touched = { ...ticket, revision: ticket.revision + 1, updatedAt: by.at };
  if (by.side !== 'user') return { ...touched, clock: answered(ticket.clock, by.at) };
  if (ticket.status === 'resolved') return movedTicket(ticket, 'open', by, policy);
  if (ticket.status !== 'waiting_on_user') return touched;
  return movedTicket(ticket, ticket.assigneeId === undefined ? 'open' : 'in_progress', by, policy);
}

/** The ticket after what was due of it, and what that was; null when nothing was. */
export function keptUp(
  ticket: SupportTicket,
  now: Date,
  policy: TicketPolicy,
): { ticket: SupportTicket; news: UpkeepKind[] } | null {
  const news = dueUpkeeps(ticket, now);
  if (news.length === 0) return null;
  return { ticket: news.reduce((next, kind) => afterUpkeep(next, kind, now, policy), ticket), news };
}

function afterUpkeep(ticket: SupportTicket, kind: UpkeepKind, at: Date, policy: TicketPolicy): SupportTicket {
  const by = { side: 'system', at } as const;
  if (kind === 'unanswered') return movedTicket(ticket, 'resolved', by, policy);
  if (kind === 'settled') return movedTicket(ticket, 'closed', by, policy);
  const breach = kind === 'resolution-breached' ? { resolutionBreachedAt: at } : { firstResponseBreachedAt: at };
  return { ...ticket, clock: { ...ticket.clock, ...breach }, revision: ticket.revision + 1 };
}
