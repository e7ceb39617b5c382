import { conversation, LANE, laneJob, msAfter } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import { stableId } from '../../shared/kernel';
import type { LaneEvents } from '../receiving/lane-events.service';
import { LaneWork } from './lane-work.service';
import type { OutboxAttendant } from '../sending/outbox-attendant.service';
import type { ConversationsRepository } from '../repositories/conversations.repository';
import type { ConversationRow } from '../schemas/conversation.schema';
import type { TaskRunner } from './task-runner.service';

describe('LaneWork', () => {
  const clock = new ManualClock();
  let row: ConversationRow | null;
  let steps: unknown[][];
  let stored: boolean;
  let work: LaneWork;

  beforeEach(() => {
    steps = [];
    stored = true;
    const step =
      (name: string, ok: () => boolean = () => true) =>
      (...args: unknown[]) => {
        steps.push([name, ...args]);
        return ok() ? Promise.resolve() : Promise.reject(new Error('away'));
      };
    work = new LaneWork(
      standIn<ConversationsRepository>({ find: () => Promise.resolve(row), removeTimers: step('removeTimers') }),
      standIn<LaneEvents>({ add: step('add', () => stored) }),
      standIn<TaskRunner>({ runDue: step('tasks') }),
      standIn<OutboxAttendant>({ attend: step('outbox') }),
      clock,
    );
  });

  const timer = (id: string, afterMs: number) => ({ id, dueAt: msAfter(afterMs, clock.now()), data: { id } });
  const job = laneJob({ need: 'work', correlationId: 'sweep1' });

  it('turns due timers into events, once whatever happens: the event carries the timer’s id, and comes first', async () => {
    row = conversation({ timers: [timer('due', -5), timer('now', 0), timer('later', 1)] });
    await work.run(job);
    const event = (id: string, afterMs: number) => ({
      id: stableId('timer', id),
      payload: { kind: 'timer', timerId: id, data: { id } },
      at: msAfter(afterMs, clock.now()),
      correlationId: 'sweep1',
    });
    expect(steps.slice(0, 2)).toEqual([
      ['add', row, [event('due', -5), event('now', 0)]],
      ['removeTimers', LANE.workspaceId, LANE.conversationId, ['due', 'now']],
    ]);
  });

  it('keeps the timers when their events could not be stored', async () => {
    row = conversation({ timers: [timer('due', 0)] });
    stored = false;
    await expect(work.run(job)).rejects.toThrow('away');
    expect(steps.map(([name]) => name)).toEqual(['add']);
  });

  it('looks after tasks and the outbox, also without a timer', async () => {
    row = conversation();
    await work.run(job);
    expect(steps).toEqual([
      ['tasks', row],
      ['outbox', row],
    ]);
  });

  it('does nothing for a conversation that is gone', async () => {
    row = null;
    await work.run(job);
    expect(steps).toEqual([]);
  });
});
