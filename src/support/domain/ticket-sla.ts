import { type BusinessHours, OpenTime } from '../../shared/kernel';
import type { SupportTicket, TicketClock, TicketSeverity } from './ticket';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What whoever runs Parley promises, and the time that counts for it. */
export interface TicketPolicy {
  terms: Readonly<Record<TicketSeverity, { firstResponseHours: number; resolutionHours: number }>>;
  hours: BusinessHours;
}

/** A ticket that waits so long for its user counts as resolved. */
export const WAITING_MS = 14 * DAY;
/** A resolved one is closed after that, unless somebody opens it again. */
export const RESOLVED_MS = 7 * DAY;

const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
const earliest = (dates: readonly Date[]): Date | null =>
  dates.length === 0 ? null : new Date(Math.min(...dates.map((date) => date.getTime())));

/** The clock with what is promised to a ticket of this severity; the time that it has waited for its user is added. */
export function promised(clock: TicketClock, severity: TicketSeverity, { terms, hours }: TicketPolicy): TicketClock {
  const { firstResponseDueAt: _first, resolutionDueAt: _resolution, ...running } = clock;
  const { firstResponseHours, resolutionHours } = terms[severity];
  const time = new OpenTime(hours);
  const firstResponseDueAt = time.after(clock.startedAt, firstResponseHours * HOUR);
  const resolutionDueAt = time.after(clock.startedAt, resolutionHours * HOUR + clock.pausedMs);
  return {
    ...running,
    ...(firstResponseDueAt === null ? {} : { firstResponseDueAt }),
    ...(resolutionDueAt === null ? {} : { resolutionDueAt }),
  };
}

const isActive = ({ status }: SupportTicket): boolean => status === 'open' || status === 'in_progress';

/** What is due next of those who answer it; null while nothing is. */
export function urgentAt(ticket: SupportTicket): Date | null {
  if (!isActive(ticket)) return null;
  const { firstResponseAt, firstResponseDueAt, resolutionDueAt } = ticket.clock;
  const response = firstResponseAt === undefined ? firstResponseDueAt : undefined;
  return earliest([response, resolutionDueAt].filter((at) => at !== undefined));
}

export type UpkeepKind = 'first-response-breached' | 'resolution-breached' | 'unanswered' | 'settled';

interface Upkeep {
  kind: UpkeepKind;
  at: Date;
}

/** Everything that happens to the ticket by itself, and when. */
function upkeepsOf(ticket: SupportTicket): Upkeep[] {
  const { status, clock, resolvedAt } = ticket;
  if (status === 'resolved' && resolvedAt !== undefined)
    return [{ kind: 'settled', at: after(resolvedAt, RESOLVED_MS) }];
  if (status === 'waiting_on_user' && clock.pausedSince !== undefined)
    return [{ kind: 'unanswered', at: after(clock.pausedSince, WAITING_MS) }];
  return isActive(ticket) ? breachesOf(ticket) : [];
}

function breachesOf(ticket: SupportTicket): Upkeep[] {
  const { clock } = ticket;
  const isAnswered = clock.firstResponseAt !== undefined || clock.firstResponseBreachedAt !== undefined;
  const isTold = clock.resolutionBreachedAt !== undefined;
  const due: { kind: UpkeepKind; at: Date | undefined }[] = [
    { kind: 'first-response-breached', at: isAnswered ? undefined : clock.firstResponseDueAt },
    { kind: 'resolution-breached', at: isTold ? undefined : clock.resolutionDueAt },
  ];
  return due.flatMap(({ kind, at }) => (at === undefined ? [] : [{ kind, at }]));
}

/** When the ticket must be looked at next; null: never, as it is. */
export const upkeepDueAt = (ticket: SupportTicket): Date | null => earliest(upkeepsOf(ticket).map(({ at }) => at));

/** What is due now, oldest first. */
export const dueUpkeeps = (ticket: SupportTicket, now: Date): UpkeepKind[] =>
  upkeepsOf(ticket)
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ kind }) => kind);
