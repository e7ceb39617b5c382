import type { SupportTicket, TicketSeverity } from './ticket';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Within how long people are answered, and helped, around the clock; the time that a ticket waits for them is theirs. */
export const SLA_MS: Readonly<Record<TicketSeverity, { firstResponse: number; resolution: number }>> = {
  blocking: { firstResponse: HOUR, resolution: 8 * HOUR },
  high: { firstResponse: 4 * HOUR, resolution: DAY },
  medium: { firstResponse: DAY, resolution: 3 * DAY },
  low: { firstResponse: 2 * DAY, resolution: 7 * DAY },
};

/** A ticket that waits so long for its user counts as resolved. */
export const WAITING_MS = 14 * DAY;
/** A resolved one is closed after that, unless somebody opens it again. */
export const RESOLVED_MS = 7 * DAY;

const after = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
const earliest = (dates: readonly Date[]): Date | null =>
  dates.length === 0 ? null : new Date(Math.min(...dates.map((date) => date.getTime())));

/** When the first answer is due. */
export const firstResponseDueAt = ({ severity, clock }: SupportTicket): Date =>
  after(clock.startedAt, SLA_MS[severity].firstResponse);

/** When it must be resolved; later by the time that it has waited for its user. */
export const resolutionDueAt = ({ severity, clock }: SupportTicket): Date =>
  after(clock.startedAt, SLA_MS[severity].resolution + clock.pausedMs);

const isActive = ({ status }: SupportTicket): boolean => status === 'open' || status === 'in_progress';

/** What is due next of those who answer it; null while nothing is. */
export function urgentAt(ticket: SupportTicket): Date | null {
  if (!isActive(ticket)) return null;
  const response = ticket.clock.firstResponseAt === undefined ? [firstResponseDueAt(ticket)] : [];
  return earliest([...response, resolutionDueAt(ticket)]);
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
  const { firstResponseAt, firstResponseBreachedAt, resolutionBreachedAt } = ticket.clock;
  const isAnswered = firstResponseAt !== undefined || firstResponseBreachedAt !== undefined;
  const response: Upkeep[] = isAnswered ? [] : [{ kind: 'first-response-breached', at: firstResponseDueAt(ticket) }];
  const isTold = resolutionBreachedAt !== undefined;
  return [...response, ...(isTold ? [] : [{ kind: 'resolution-breached' as const, at: resolutionDueAt(ticket) }])];
}

/** When the ticket must be looked at next; null: never, as it is. */
export const upkeepDueAt = (ticket: SupportTicket): Date | null => earliest(upkeepsOf(ticket).map(({ at }) => at));

/** What is due now, oldest first. */
export const dueUpkeeps = (ticket: SupportTicket, now: Date): UpkeepKind[] =>
  upkeepsOf(ticket)
    .filter(({ at }) => at <= now)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ kind }) => kind);
