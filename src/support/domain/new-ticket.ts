import { type AccountId, type FieldProblem, lineOf, linesOf, type UserId, type WorkspaceId } from '../../shared/kernel';
import { COMMENT_MAX, type SupportTicket, type TicketCategory, type TicketSeverity, type TicketSource } from './ticket';
import { promised, type TicketPolicy } from './ticket-sla';

export const SUBJECT_MAX = 200;
export const DESCRIPTION_MAX = 10_000;
export const REQUEST_IDS_MAX = 20;
export const BREADCRUMBS_MAX = 50;
export const BREADCRUMB_MAX = 300;
export const TAGS_MAX = 20;
export const TAG_MAX = 40;

export interface TicketWishes {
  subject: string;
  description: string;
  category: TicketCategory;
  severity?: TicketSeverity;
  requestIds?: readonly string[];
  breadcrumbs?: readonly { at: string; text: string }[];
}

type Decision<T> = { ok: true; value: T } | { ok: false; problems: readonly FieldProblem[] };

interface Placed {
  id: string;
  number: number;
  workspaceId: WorkspaceId;
  userId?: UserId;
  accountId?: AccountId;
  source?: TicketSource;
}

/** The ticket as its author wants it, or everything that is wrong with that. */
export function newTicket(
  placed: Placed,
  wishes: TicketWishes,
  at: Date,
  policy: TicketPolicy,
): Decision<SupportTicket> {
  const subject = lineOf(wishes.subject, SUBJECT_MAX);
  const description = linesOf(wishes.description, DESCRIPTION_MAX);
  const problems = [
    ...(subject.ok ? [] : [{ field: 'subject', rule: subject.rule }]),
    ...(description.ok ? [] : [{ field: 'description', rule: description.rule }]),
  ];
  if (!subject.ok || !description.ok) return { ok: false, problems };
  const texts = { subject: subject.value, description: description.value };
  const details = detailsOf(wishes);
  const clock = promised({ startedAt: at, pausedMs: 0 }, details.severity, policy);
  return { ok: true, value: { ...placed, ...texts, ...details, ...beginningAt(at), clock } };
}

const detailsOf = ({ category, severity = 'medium', requestIds = [], breadcrumbs = [] }: TicketWishes) => ({
  category,
  severity,
  requestIds: [...new Set(requestIds)],
  breadcrumbs: breadcrumbs.map((crumb) => ({ at: new Date(crumb.at), text: crumb.text })),
});

const beginningAt = (at: Date) => ({
  status: 'open' as const,
  tags: [],
  attachments: [],
  steps: [],
  reopenCount: 0,
  revision: 1,
  createdAt: at,
  updatedAt: at,
});

export const commentTextOf = (text: unknown) => linesOf(text, COMMENT_MAX);

/** In lower case, each once. */
export const tagsOf = (tags: readonly string[]): string[] => [
  ...new Set(tags.map((tag) => tag.trim().toLowerCase()).filter((tag) => tag !== '')),
];
