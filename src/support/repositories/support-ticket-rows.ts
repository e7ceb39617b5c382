import { searchTermsOf } from '../../shared/kernel';
import type { SupportTicket } from '../domain/ticket';
import { upkeepDueAt, urgentAt } from '../domain/ticket-sla';
import type { SupportTicketRow } from '../schemas/support-ticket.schema';

const MAX_TERMS = 1_000;

export function toRow(ticket: SupportTicket): SupportTicketRow {
  const { id, source, tags, requestIds, breadcrumbs, attachments, steps, ...rest } = ticket;
  const upkeepAt = upkeepDueAt(ticket);
  const internalAttachments = attachments.filter(({ internal }) => internal);
  return {
    _id: id,
    ...rest,
    ...source,
    tags: [...tags],
    requestIds: [...requestIds],
    breadcrumbs: [...breadcrumbs],
    attachments: attachments.filter(({ internal }) => !internal),
    ...(internalAttachments.length === 0 ? {} : { internalAttachments }),
    steps: [...steps],
    terms: searchTermsOf([String(ticket.number), ticket.subject, ...tags, ticket.description], MAX_TERMS),
    queueOrder: urgentAt(ticket) ?? ticket.updatedAt,
    ...(upkeepAt === null ? {} : { upkeepAt }),
  };
}

export function toTicket(row: SupportTicketRow): SupportTicket {
  const { _id: id, outcomeId, contactId, conversationId, ...rest } = row;
  const { terms: _terms, queueOrder: _queueOrder, upkeepAt: _upkeepAt, internalAttachments = [], ...ticket } = rest;
  const attachments = [...ticket.attachments, ...internalAttachments];
  const known = {
    ...(contactId === undefined ? {} : { contactId }),
    ...(outcomeId === undefined ? {} : { outcomeId }),
  };
  return {
    ...ticket,
    id,
    attachments,
    ...(conversationId === undefined ? {} : { source: { conversationId, ...known } }),
  };
}

/** Filter for tickets with all of these words. The index is read for one; the others are looked at in what it finds. */
export function withTerms([first, ...others]: readonly string[]): Record<string, unknown> {
  if (first === undefined) return {};
  return { terms: first, ...(others.length === 0 ? {} : { $and: others.map((term) => ({ terms: term })) }) };
}
