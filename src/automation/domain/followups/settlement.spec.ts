import type { SendStanding } from '../../../conversations';
import { FOLLOWUP_STATUSES, isReasonFor, statusesBefore } from './followup-status';
import { settlementOf } from './settlement';

const NOW = new Date('2026-01-06T12:00:00Z');
const row = {
  plannedAt: new Date('2026-01-06T09:00:00Z'),
  dueAt: new Date('2026-01-06T11:00:00Z'),
  repliedAt: null,
};
const failed = (code: string): SendStanding => ({ kind: 'failed', code, message: code });

describe('what became of a follow-up on its way', () => {
  it.each<[string, SendStanding | undefined, object]>([
    ['sent', { kind: 'sent', mid: 'm', at: row.dueAt }, { kind: 'sent', at: row.dueAt }],
    ['on its way', { kind: 'under-way' }, { kind: 'later', at: new Date('2026-01-06T12:00:15Z') }],
    [
      'with a person',
      { kind: 'parked', code: 'X', message: 'x' },
      { kind: 'later', at: new Date('2026-01-06T12:10:00Z') },
    ],
    ['called off', { kind: 'gone' }, { kind: 'ended', status: 'cancelled', reason: 'not_sent' }],
    ['unknown', undefined, { kind: 'ended', status: 'cancelled', reason: 'not_sent' }],
    ['too late', failed('SEND.WINDOW_CLOSED'), { kind: 'ended', status: 'expired', reason: 'window_closed' }],
    ['held', failed('SEND.HELD'), { kind: 'ended', status: 'cancelled', reason: 'held' }],
    ['opted out', failed('SEND.OPTED_OUT'), { kind: 'ended', status: 'cancelled', reason: 'opted_out' }],
    ['blocked', failed('SEND.BLOCKED'), { kind: 'ended', status: 'cancelled', reason: 'blocked' }],
    ['refused', failed('META.10'), { kind: 'ended', reason: 'not_sent', error: { code: 'META.10' } }],
  ])('%s', (_, standing, expected) => {
    const settlement = settlementOf(row, standing, NOW);
    expect(settlement).toMatchObject(expected);
    if (settlement.kind !== 'ended') return;
    expect(statusesBefore(settlement.status)).toEqual(['scheduled']);
    expect(isReasonFor(settlement.status, settlement.reason)).toBe(true);
  });

  it('overtaken by the person, before it went out', () => {
    const replied = { ...row, repliedAt: new Date('2026-01-06T11:30:00Z') };
    const overtaken = { kind: 'ended', status: 'customer_replied', reason: 'wrote_again' };
    expect(settlementOf(replied, { kind: 'gone' }, NOW)).toMatchObject(overtaken);
    expect(isReasonFor('customer_replied', 'wrote_again')).toBe(true);
    expect(settlementOf(replied, { kind: 'sent', mid: 'm', at: row.dueAt }, NOW).kind).toBe('sent');
  });

  it('is not waited for longer than two days after it was due', () => {
    const long = new Date(row.dueAt.getTime() + 48 * 3_600_000);
    const parked: SendStanding = { kind: 'parked', code: 'X', message: 'x' };
    expect(settlementOf(row, parked, new Date(long.getTime() - 1)).kind).toBe('later');
    expect(settlementOf(row, parked, long)).toMatchObject({ kind: 'ended', reason: 'not_sent' });
  });
});

it('what has ended stays so', () => {
  const endings = FOLLOWUP_STATUSES.filter((status) => status !== 'scheduled');
  expect(endings.flatMap(statusesBefore)).toEqual(endings.map(() => 'scheduled'));
});
