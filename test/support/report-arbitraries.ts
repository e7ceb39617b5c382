import fc from 'fast-check';
import type { AccountId, BusinessHours, ConversationId, UserId } from '../../src/shared/kernel';
import type { ModelEscalation, ModelMessage } from './report-model';

const MINUTE = 60_000;
/** Of an escalation, in minutes. */
const LONGEST = 26 * 60;

/** Zones with and without clocks that are set, far east and far west of Greenwich. */
export const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland', 'Africa/Cairo'];
/** In spring and autumn, when clocks are set somewhere. */
const BEGINNINGS = ['2026-03-06T00:00:00Z', '2026-03-27T00:00:00Z', '2026-04-03T00:00:00Z', '2026-10-23T00:00:00Z'];

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export const anyHours = fc
  .record({
    timeZone: fc.constantFrom(...ZONES),
    spans: fc.option(
      fc.constantFrom(
        [{ from: '09:00', to: '17:30' }],
        [
          { from: '08:00', to: '12:00' },
          { from: '13:00', to: '24:00' },
        ],
        [{ from: '20:00', to: '03:00' }],
      ),
    ),
  })
  .map(({ timeZone, spans }): BusinessHours => ({
    timeZone,
    weekly: spans === null ? null : Object.fromEntries(WEEKDAYS.slice(0, 6).map((day) => [day, spans])),
    exceptions: [],
  }));

/** Minutes after the beginning: due or nothing promised, broken or not, kept or not. */
const anyClock = fc
  .record({ dueAt: fc.nat(LONGEST), breachedAt: fc.nat(LONGEST), metAt: fc.nat(LONGEST) }, { requiredKeys: [] })
  .map((clock): Record<string, number> => ({ ...clock }));

const who = fc.constantFrom('customer', 'customer', 'bot', 'person', 'app', 'comment', 'failed', 'parked', 'private');

/** Messages of some conversations over some days, in any order; `ids` tells the conversations apart. */
export const anyMessages = (ids: readonly string[], most = 40, beginnings = BEGINNINGS) =>
  fc
    .record({
      begins: fc.constantFrom(...beginnings),
      steps: fc.array(
        fc.record({
          who,
          conversation: fc.nat(ids.length - 1),
          minute: fc.nat(6 * 24 * 60),
          agent: fc.nat(1),
          isHistory: fc.nat(9).map((n) => n === 0),
          isStandby: fc.nat(9).map((n) => n === 0),
        }),
        { maxLength: most },
      ),
    })
    .map(({ begins, steps }) =>
      steps.map((step, place): ModelMessage => {
        const conversation = ids[step.conversation] ?? '';
        return {
          _id: `${conversation}-${String(place).padStart(3, '0')}`,
          conversationId: conversation as ConversationId,
          accountId: `account-${step.conversation % 2}` as AccountId,
          at: new Date(Date.parse(begins) + step.minute * MINUTE),
          text: '',
          ...(step.isHistory ? { backfill: 'history' as const } : {}),
          ...kindOf(step.who, step.agent, step.isStandby),
        };
      }),
    );

/** Of these conversations, each with a clock of any state; `id` tells them apart. */
export const anyEscalations = (ids: readonly string[], most = 4, beginnings = BEGINNINGS) =>
  fc.array(
    fc
      .record({
        begins: fc.constantFrom(...beginnings),
        minute: fc.nat(6 * 24 * 60),
        conversation: fc.nat(ids.length - 1),
        status: fc.constantFrom('pending', 'in_progress', 'resolved', 'cancelled'),
        severity: fc.constantFrom('low', 'normal', 'high', 'critical'),
        reason: fc.constantFrom('refund', 'complaint'),
        assignee: fc.option(fc.nat(1), { nil: undefined }),
        closer: fc.option(fc.nat(1), { nil: undefined }),
        closed: fc.nat(LONGEST),
        clocks: fc.tuple(anyClock, anyClock),
      })
      .map(({ begins, minute, status, severity, reason, ...drawn }): ModelEscalation => {
        const createdAt = new Date(Date.parse(begins) + minute * MINUTE);
        const after = (minutes: number) => new Date(createdAt.getTime() + minutes * MINUTE);
        const clockOf = (clock: Record<string, number>) => ({
          startedAt: createdAt,
          ...Object.fromEntries(Object.entries(clock).map(([name, minutes]) => [name, after(minutes)])),
        });
        const [firstResponse, resolution] = [clockOf(drawn.clocks[0]), clockOf(drawn.clocks[1])];
        const isClosed = status === 'resolved' || status === 'cancelled';
        return {
          ...{ conversationId: (ids[drawn.conversation] ?? '') as ConversationId, status, severity, reason, createdAt },
          ...(drawn.assignee === undefined ? {} : { assigneeId: `agent-${drawn.assignee}` as UserId }),
          sla: { firstResponse, resolution },
          ...(isClosed ? { resolvedAt: after(drawn.closed) } : {}),
          ...(isClosed && drawn.closer !== undefined ? { resolvedBy: `agent-${drawn.closer}` } : {}),
        };
      }),
    { maxLength: most },
  );

type Kind = Omit<ModelMessage, '_id' | 'conversationId' | 'accountId' | 'at' | 'text'>;

function kindOf(author: string, agent: number, isStandby: boolean): Kind {
  const received: Kind = { direction: 'in', origin: 'participant', status: 'received' };
  const bot: Kind = { direction: 'out', origin: 'bot', status: 'sent', content: { kind: 'text' } };
  switch (author) {
    case 'customer':
      return isStandby ? { ...received, standby: true } : received;
    case 'comment':
      return { ...received, kind: 'comment' };
    case 'app':
      return { direction: 'out', origin: 'app', status: 'sent' };
    case 'person':
      return { ...bot, origin: 'person', userId: `agent-${agent}` as UserId };
    case 'failed':
      return { ...bot, status: 'failed', error: { code: 'GRAPH.REFUSED' } };
    case 'parked':
      return { ...bot, status: 'parked', error: { code: 'GRAPH.UNKNOWN' } };
    case 'private':
      return { ...bot, content: { kind: 'private-reply' } };
    default:
      return bot;
  }
}
