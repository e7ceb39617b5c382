import type { UpkeepKind } from './ticket-sla';
import type { SupportTicket, TicketStatus } from './ticket';

interface Words {
  subject: string;
  paragraphs: string[];
}

const TEXT_MAX = 2_000;

const STATES: Readonly<Record<TicketStatus, string>> = {
  open: 'is open',
  in_progress: 'is being worked on',
  waiting_on_user: 'waits for your answer',
  resolved: 'is resolved',
  closed: 'is closed',
};

const titleOf = ({ number, subject }: SupportTicket) => `[#${number}] ${subject}`;
const cut = (text: string): string =>
  [...text].length > TEXT_MAX ? `${[...text].slice(0, TEXT_MAX).join('')} …` : text;

/** To its author, when somebody of the platform wrote or moved it, or it went on by itself. */
export const answerLetter = (ticket: SupportTicket, comment?: string): Words => ({
  subject: titleOf(ticket),
  paragraphs: [
    `Your support ticket #${ticket.number} ${STATES[ticket.status]}.`,
    ...(comment === undefined ? [] : [cut(comment)]),
  ],
});

/** To those who answer it, when its workspace did something. */
export const requestLetter = (ticket: SupportTicket, text: string): Words => ({
  subject: titleOf(ticket),
  paragraphs: [
    `Ticket #${ticket.number} (${ticket.category}, ${ticket.severity}) ${STATES[ticket.status]}.`,
    cut(text),
  ],
});

const LATE: Readonly<Partial<Record<UpkeepKind, string>>> = {
  'first-response-breached': 'Nobody has answered it in time.',
  'resolution-breached': 'It was not resolved in time.',
};

/** To those who answer it; null when nothing is late. */
export function lateLetter(ticket: SupportTicket, news: readonly UpkeepKind[]): Words | null {
  const late = news.flatMap((kind) => LATE[kind] ?? []);
  if (late.length === 0) return null;
  return {
    subject: `Late: ${titleOf(ticket)}`,
    paragraphs: [`Ticket #${ticket.number} (${ticket.severity}) ${STATES[ticket.status]}.`, ...late],
  };
}
