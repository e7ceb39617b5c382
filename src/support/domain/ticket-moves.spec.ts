import fc from 'fast-check';
import type { UserId, WorkspaceId } from '../../shared/kernel';
import { newTicket } from './new-ticket';
import { type SupportTicket, TICKET_SEVERITIES, TICKET_SIDES, TICKET_STATUSES } from './ticket';
import { commentedTicket, keptUp, movedTicket, problemOfMove, REOPEN_MS, TRANSITIONS } from './ticket-moves';
import { dueUpkeeps, promised, RESOLVED_MS, type TicketPolicy, upkeepDueAt, urgentAt, WAITING_MS } from './ticket-sla';

const AT = new Date('2026-01-01T00:00:00Z');
const HOUR = 3_600_000;
const POLICY: TicketPolicy = {
  terms: {
    blocking: { firstResponseHours: 1, resolutionHours: 8 },
    high: { firstResponseHours: 4, resolutionHours: 24 },
    medium: { firstResponseHours: 24, resolutionHours: 72 },
    low: { firstResponseHours: 48, resolutionHours: 168 },
  },
  hours: { timeZone: 'UTC', weekly: null, exceptions: [] },
};
const MEDIUM = { firstResponse: 24 * HOUR, resolution: 72 * HOUR };
const later = (ms: number): Date => new Date(AT.getTime() + ms);
const by = (side: SupportTicket['steps'][number]['side'], at: Date) => ({ side, at, userId: 'u1' as UserId });

function ticketOf(severity: SupportTicket['severity'] = 'medium', policy = POLICY): SupportTicket {
  const placed = { id: 't1', number: 1, workspaceId: 'w1' as WorkspaceId, userId: 'u1' as UserId };
  const made = newTicket(placed, { subject: 'x', description: 'y', category: 'bug', severity }, AT, policy);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.value;
}

describe('the status of a ticket', () => {
  it('goes where the table says, by whom it says', () => {
    const shown = TICKET_STATUSES.flatMap((from) =>
      TICKET_STATUSES.flatMap((to) => {
        const sides = TICKET_SIDES.filter(
          (side) => problemOfMove({ ...ticketOf(), status: from }, to, side, AT) === null,
        );
        return sides.length === 0 ? [] : [`${from} → ${to}: ${sides.join(' ')}`];
      }),
    );
    expect(shown).toEqual([
      'open → in_progress: platform',
      'open → waiting_on_user: platform',
      'open → resolved: user platform',
      'in_progress → open: platform',
      'in_progress → waiting_on_user: platform',
      'in_progress → resolved: user platform',
      'waiting_on_user → open: user platform',
      'waiting_on_user → in_progress: user platform',
      'waiting_on_user → resolved: user platform system',
      'resolved → open: user platform',
      'resolved → closed: user platform system',
      'closed → open: user platform',
    ]);
  });

  it('opens again for its workspace within 30 days of being closed, for the platform at any time', () => {
    const closed = { ...ticketOf(), status: 'closed' as const, closedAt: AT };
    expect(problemOfMove(closed, 'open', 'user', later(REOPEN_MS))).toBeNull();
    expect(problemOfMove(closed, 'open', 'user', later(REOPEN_MS + 1))).toBe('too-late');
    expect(problemOfMove(closed, 'open', 'platform', later(REOPEN_MS + 1))).toBeNull();
  });

  it('begins anew when it is opened again', () => {
    const resolved = movedTicket(ticketOf(), 'resolved', by('platform', later(HOUR)), POLICY);
    expect(resolved).toMatchObject({
      status: 'resolved',
      resolvedAt: later(HOUR),
      clock: { firstResponseAt: later(HOUR) },
    });
    const reopened = movedTicket(resolved, 'open', by('user', later(2 * HOUR)), POLICY);
    expect(reopened).toMatchObject({ reopenCount: 1, clock: { startedAt: later(2 * HOUR), pausedMs: 0 } });
    expect(reopened).not.toHaveProperty('resolvedAt');
    expect(reopened.clock).not.toHaveProperty('firstResponseAt');
  });

  it('names members who changed it, and nobody of the platform', () => {
    const answered = movedTicket(ticketOf(), 'waiting_on_user', by('platform', AT), POLICY);
    const back = movedTicket(answered, 'open', by('user', AT), POLICY);
    expect(back.steps).toEqual([
      { at: AT, from: 'open', to: 'waiting_on_user', side: 'platform' },
      { at: AT, from: 'waiting_on_user', to: 'open', side: 'user', userId: 'u1' },
    ]);
  });
});

describe('a comment', () => {
  it.each([
    ['open', undefined, 'open'],
    ['in_progress', undefined, 'in_progress'],
    ['waiting_on_user', undefined, 'open'],
    ['waiting_on_user', 'admin', 'in_progress'],
    ['resolved', undefined, 'open'],
  ] as const)('of the user on a ticket that is %s (of %s) leaves it %s', (status, assigneeId, expected) => {
    const ticket = { ...ticketOf(), status, ...(assigneeId === undefined ? {} : { assigneeId: assigneeId as UserId }) };
    expect(commentedTicket(ticket, by('user', AT), POLICY)?.status).toBe(expected);
  });

  it('of the platform is its first answer, once', () => {
    const first = commentedTicket(ticketOf(), by('platform', later(1)), POLICY);
    const second = first && commentedTicket(first, by('platform', later(2)), POLICY);
    expect(second).toMatchObject({ status: 'open', clock: { firstResponseAt: later(1) }, revision: 3 });
  });

  it('finds no closed ticket', () => {
    expect(commentedTicket({ ...ticketOf(), status: 'closed' }, by('user', AT), POLICY)).toBeNull();
  });
});

describe('what is promised', () => {
  const weekly = Object.fromEntries(
    ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [{ from: '09:00', to: '17:00' }]]),
  );
  const inHours: TicketPolicy = { ...POLICY, hours: { timeZone: 'Europe/Berlin', weekly, exceptions: [] } };
  const at = (time: string): Date => new Date(time);

  it('counts only the hours in which somebody is there, where those are stated', () => {
    // A Thursday, an hour past midnight in Berlin.
    expect(ticketOf('blocking', inHours).clock).toMatchObject({
      firstResponseDueAt: at('2026-01-01T09:00:00Z'),
      resolutionDueAt: at('2026-01-01T16:00:00Z'),
    });
    expect(ticketOf('high', inHours).clock.resolutionDueAt).toEqual(at('2026-01-05T16:00:00Z'));
  });

  it('is moved by the hours of these that it waits for its user', () => {
    const asked = movedTicket(
      ticketOf('blocking', inHours),
      'waiting_on_user',
      by('platform', at('2026-01-01T10:00:00Z')),
      inHours,
    );
    const back = movedTicket(asked, 'open', by('user', at('2026-01-02T09:00:00Z')), inHours);
    expect(back.clock).toMatchObject({ pausedMs: 7 * HOUR, resolutionDueAt: at('2026-01-02T15:00:00Z') });
    expect(promised(back.clock, 'blocking', inHours).resolutionDueAt).toEqual(back.clock.resolutionDueAt);
  });

  it('stays missed when it was late before it waited', () => {
    const asked = movedTicket(ticketOf('blocking'), 'waiting_on_user', by('platform', later(9 * HOUR)), POLICY);
    const back = movedTicket(asked, 'open', by('user', later(20 * HOUR)), POLICY);
    expect(back.clock.resolutionDueAt).toEqual(later(8 * HOUR));
  });

  it('stays with an open ticket when the terms change, until it is opened again', () => {
    const strict = { ...POLICY, terms: { ...POLICY.terms, medium: { firstResponseHours: 1, resolutionHours: 2 } } };
    const working = movedTicket(ticketOf(), 'in_progress', by('platform', later(HOUR)), strict);
    expect(working.clock.resolutionDueAt).toEqual(later(MEDIUM.resolution));
    const resolved = movedTicket(working, 'resolved', by('platform', later(HOUR)), strict);
    const reopened = movedTicket(resolved, 'open', by('user', later(2 * HOUR)), strict);
    expect(reopened.clock).toMatchObject({ firstResponseDueAt: later(3 * HOUR), resolutionDueAt: later(4 * HOUR) });
  });

  it('is nothing where nobody is ever there', () => {
    const never = { ...POLICY, hours: { ...inHours.hours, weekly: {} } };
    const ticket = ticketOf('blocking', never);
    expect([ticket.clock.firstResponseDueAt, urgentAt(ticket), upkeepDueAt(ticket)]).toEqual([undefined, null, null]);
  });
});

describe('what happens by itself', () => {
  it('is told once: first that the answer is late, then the solution', () => {
    const { firstResponse, resolution } = MEDIUM;
    expect(keptUp(ticketOf(), later(firstResponse - 1), POLICY)).toBeNull();
    const late = keptUp(ticketOf(), later(firstResponse), POLICY);
    expect(late?.news).toEqual(['first-response-breached']);
    const after = late?.ticket ?? ticketOf();
    expect(keptUp(after, later(resolution - 1), POLICY)).toBeNull();
    const later2 = keptUp(after, later(resolution), POLICY);
    expect(later2?.news).toEqual(['resolution-breached']);
    expect(keptUp(later2?.ticket ?? ticketOf(), later(10 * resolution), POLICY)).toBeNull();
  });

  it('is nothing while the ticket waits for its user, and that time is not counted', () => {
    const waiting = movedTicket(ticketOf(), 'waiting_on_user', by('platform', later(HOUR)), POLICY);
    expect(dueUpkeeps(waiting, later(WAITING_MS))).toEqual([]);
    const back = movedTicket(waiting, 'in_progress', by('user', later(11 * HOUR)), POLICY);
    expect(upkeepDueAt(back)).toEqual(later(MEDIUM.resolution + 10 * HOUR));
  });

  it('resolves what was never answered, and closes what stayed resolved', () => {
    const waiting = movedTicket(ticketOf(), 'waiting_on_user', by('platform', AT), POLICY);
    const resolved = keptUp(waiting, later(WAITING_MS), POLICY);
    expect(resolved).toMatchObject({ ticket: { status: 'resolved' }, news: ['unanswered'] });
    const closed = keptUp(resolved?.ticket ?? ticketOf(), later(WAITING_MS + RESOLVED_MS), POLICY);
    expect(closed).toMatchObject({
      ticket: { status: 'closed', closedAt: later(WAITING_MS + RESOLVED_MS) },
      news: ['settled'],
    });
    expect(upkeepDueAt(closed?.ticket ?? ticketOf())).toBeNull();
  });
});

describe('whatever people do, in whatever order', () => {
  const act = fc.record({
    to: fc.constantFrom(...TICKET_STATUSES),
    side: fc.constantFrom(...TICKET_SIDES),
    ms: fc.integer({ min: 1, max: 30 * 24 * HOUR }),
    what: fc.constantFrom('move', 'comment', 'upkeep'),
  });

  const stepOf = (
    ticket: SupportTicket,
    { to, side, what }: { to: SupportTicket['status']; side: SupportTicket['steps'][number]['side']; what: string },
    at: Date,
  ) => {
    if (what === 'upkeep') return keptUp(ticket, at, POLICY)?.ticket ?? ticket;
    if (what === 'comment') return commentedTicket(ticket, by(side, at), POLICY) ?? ticket;
    return problemOfMove(ticket, to, side, at) === null ? movedTicket(ticket, to, by(side, at), POLICY) : ticket;
  };

  it('a ticket keeps its promises', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TICKET_SEVERITIES), fc.array(act, { maxLength: 30 }), (severity, acts) => {
        let ticket = ticketOf(severity);
        let now = AT.getTime();
        for (const one of acts) {
          now += one.ms;
          const before = ticket;
          ticket = stepOf(ticket, one, new Date(now));
          if (before.status !== ticket.status) {
            expect(TRANSITIONS[before.status][ticket.status]).toBeDefined();
            expect(ticket.steps.at(-1)).toMatchObject({ from: before.status, to: ticket.status });
          }
          if (ticket !== before) expect(ticket.revision).toBeGreaterThan(before.revision);
          expect(ticket.clock.pausedSince !== undefined).toBe(ticket.status === 'waiting_on_user');
          expect(ticket.closedAt !== undefined).toBe(ticket.status === 'closed');
          expect(ticket.resolvedAt !== undefined).toBe(['resolved', 'closed'].includes(ticket.status));
          expect(ticket.clock.pausedMs).toBeLessThanOrEqual(now - ticket.clock.startedAt.getTime());
        }
      }),
    );
  });

  it('upkeep comes to an end, and leaves nothing that is due', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 15 }), (acts) => {
        let ticket = ticketOf();
        let now = AT.getTime();
        for (const one of acts) ticket = stepOf(ticket, one, new Date((now += one.ms)));
        const end = new Date(now + 365 * 24 * HOUR);
        for (let round = 0; round < 4; round += 1) ticket = keptUp(ticket, end, POLICY)?.ticket ?? ticket;
        expect(upkeepDueAt(ticket)?.getTime() ?? Infinity).toBeGreaterThan(end.getTime());
      }),
    );
  });
});
