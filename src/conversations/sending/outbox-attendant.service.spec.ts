import { claimed, conversation, entry, msAfter, PATH_CONFIG } from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import { OutboxAttendant } from './outbox-attendant.service';
import type { OutboxSender } from './outbox-sender.service';
import type { OutboxRepository } from '../repositories/outbox.repository';
import type { ConversationRow, OutboxEntry } from '../schemas/conversation.schema';
import { headOf } from './send-results.service';
import type { UnknownResolver } from './unknown-resolver.service';

describe('OutboxAttendant', () => {
  const clock = new ManualClock();
  const resolved = conversation({ turnVersion: 99 });
  let steps: unknown[][];
  let mine = true;
  let begun: Date[] = [];
  let resolution: ConversationRow | null;

  const attend = async (head: OutboxEntry | undefined) => {
    steps = [];
    const row = conversation({ outbox: head === undefined ? [] : [head] });
    const attendant = new OutboxAttendant(
      PATH_CONFIG,
      standIn<OutboxSender>({ drain: async (given) => void steps.push(['drain', given]) }),
      standIn<OutboxRepository>({
        markUnknown: async (...args) => steps.push(['markUnknown', ...args]) > 0,
        beginRead: async (_head, dueAt) => (begun.push(dueAt), mine),
      }),
      standIn<UnknownResolver>({
        resolve: (_row, unknown) => {
          steps.push(['resolve', unknown.id]);
          return Promise.resolve(resolution);
        },
      }),
      clock,
    );
    await attendant.attend(row);
    return row;
  };

  const due = { dueAt: clock.now() };

  it('leaves alone what is not due', async () => {
    await attend(undefined);
    expect(steps).toEqual([]);
    await attend(entry('s', { dueAt: msAfter(1, clock.now()) }));
    expect(steps).toEqual([]);
  });

  it('sends what is pending', async () => {
    const row = await attend(entry('s', due));
    expect(steps).toEqual([['drain', row]]);
  });

  it('past its deadline a send is of unknown outcome, and nothing follows it', async () => {
    const head = claimed('s', 'sending', due);
    const row = await attend(head);
    expect(steps).toEqual([['markUnknown', headOf(row, head), PATH_CONFIG.messagePath.unknownFirstReadMs]]);
  });

  it('goes on once an unknown one is settled, and only then', async () => {
    resolution = resolved;
    await attend(claimed('s', 'unknown', due));
    expect(steps).toEqual([
      ['resolve', 's'],
      ['drain', resolved],
    ]);
    resolution = null;
    await attend(claimed('s', 'unknown', due));
    expect(steps).toEqual([['resolve', 's']]);
  });

  it('reads no thread that another is reading', async () => {
    mine = false;
    begun = [];
    await attend(claimed('s', 'unknown', due));
    mine = true;
    expect(steps).toEqual([]);
    expect(begun).toEqual([due.dueAt]);
  });
});
