import { LANE } from '../../../test/support/automation-player';
import { FollowupWorld, HOUR, policy } from '../../../test/support/followup-world';
import { ManualClock } from '../../../test/support/manual-clock';
import { MemoryEvents } from '../../../test/support/memory-events';
import { standIn } from '../../../test/support/stand-in';
import type { SendStanding, SendStandings } from '../../conversations';
import { Contributions } from '../../shared/kernel';
import { FollowupJournal } from './followup-journal.service';
import type { FollowupTasksRepository } from './repositories/followup-tasks.repository';
import type { FollowupTaskRow } from './schemas/followup-task.schema';
import { SettleFollowups } from './settle-followups.job';

describe('what front ends hear of follow-ups', () => {
  let events: MemoryEvents;
  let steps: string[];
  let clock: ManualClock;

  beforeEach(() => {
    [events, steps, clock] = [new MemoryEvents(), [], new ManualClock()];
  });
  const note = (step: string) => async () => void steps.push(`${step}, ${events.told.length} told`);
  const statuses = () => events.told.map(({ data }) => data['status']);

  it('is what a turn planned or ended, once its row is written, and the same after a crash', async () => {
    const journal = new FollowupJournal(standIn<FollowupTasksRepository>({ write: note('written') }), events, clock);
    const world = new FollowupWorld(
      [policy({ moment: { kind: 'after_silence', minutes: 60 } })],
      '2026-01-05T12:00:00Z',
    );
    world.writes('price');
    const planned = world.state;
    await journal.write(LANE, { before: null, after: planned, decided: [] });
    expect([steps, statuses()]).toEqual([['written, 0 told'], ['scheduled']]);
    await journal.write(LANE, { before: planned, after: planned, decided: [] });
    expect(steps).toHaveLength(1);
    world.memberWrites('Hello!');
    world.blocked = true;
    world.pass(3 * HOUR);
    await journal.write(LANE, { before: planned, after: world.state, decided: [] });
    const told = events.told.length;
    expect(statuses()).toContain('cancelled');
    await journal.write(LANE, { after: world.state, decided: [] });
    expect(events.told).toHaveLength(told);
  });

  describe('once it is known what became of one', () => {
    const row = (part: Partial<FollowupTaskRow> = {}): FollowupTaskRow =>
      standIn<FollowupTaskRow>({
        ...{ _id: 't1', workspaceId: LANE.workspaceId, conversationId: LANE.conversationId, policyId: 'p1' },
        ...{ kind: 'after_silence', status: 'scheduled', reason: null, sendId: 's1', repliedAt: null },
        ...{ dueAt: clock.now(), plannedAt: clock.now(), ...part },
      });
    const run = async (part: Partial<FollowupTaskRow>, standing: SendStanding) => {
      const tasks = standIn<FollowupTasksRepository>({
        listToSettle: async () => [row(part)],
        settle: note('settled'),
        endLooking: note('ended'),
      });
      const standings = standIn<SendStandings>({ of: async () => new Map([['s1', standing]]) });
      await new SettleFollowups(new Contributions(), tasks, standings, events, clock).run();
    };

    it('is told between its row and the end of the looking', async () => {
      await run({}, { kind: 'sent', mid: 'm', at: clock.now() });
      expect([steps, statuses()]).toEqual([['settled, 0 told', 'ended, 1 told'], ['sent']]);
    });

    it('is told again, as the same event, when a crash came before that end', async () => {
      await run({}, { kind: 'sent', mid: 'm', at: clock.now() });
      clock.advance(HOUR);
      await run({ status: 'sent' }, { kind: 'gone' });
      expect(statuses()).toEqual(['sent']);
    });

    it.each<[string, SendStanding, unknown[]]>([
      ['not while it is on its way', { kind: 'under-way' }, []],
      ['with why it was refused', { kind: 'failed', code: 'SEND.BLOCKED', message: 'x' }, [['cancelled', 'blocked']]],
    ])('%s', async (_, standing, expected) => {
      await run({}, standing);
      expect(events.told.map(({ data }) => [data['status'], data['reason']])).toEqual(expected);
    });
  });
});
