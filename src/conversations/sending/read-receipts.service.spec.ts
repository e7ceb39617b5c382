import { LANE, msAfter, NOW } from '../../../test/support/lane-fixtures';
import { standIn } from '../../../test/support/stand-in';
import type { DomainEvents } from '../../shared/events';
import type { DoneMarks } from '../turns/done-marks.service';
import { ReadReceipts } from './read-receipts.service';
import type { ConversationsRepository } from '../repositories/conversations.repository';
import type { InboxRepository } from '../repositories/inbox.repository';
import type { InboxEventRow } from '../schemas/inbox-event.schema';

const receipt = (id: string, part: Partial<InboxEventRow> = {}): InboxEventRow => ({
  _id: id,
  ...LANE,
  status: 'receipt',
  payload: { kind: 'seen', participantId: 'p1', at: 0, dedupeKey: id, mid: 'm' },
  platformAt: NOW,
  receivedAt: NOW,
  sequence: 0,
  correlationId: 'corr',
  ...part,
});

describe('ReadReceipts', () => {
  let steps: unknown[][];
  let leftovers: InboxEventRow[];
  let seenFails: boolean;
  let receipts: ReadReceipts;

  beforeEach(() => {
    [steps, leftovers, seenFails] = [[], [], false];
    receipts = new ReadReceipts(
      standIn<ConversationsRepository>({
        noteSeen: (...args) => {
          steps.push(['seen', ...args]);
          return seenFails ? Promise.reject(new Error('away')) : Promise.resolve();
        },
      }),
      standIn<InboxRepository>({
        openReceipts: (...args) => {
          steps.push(['open', ...args]);
          return Promise.resolve(leftovers);
        },
      }),
      standIn<DoneMarks>({ mark: async (ids) => void steps.push(['done', ids]) }),
      standIn<DomainEvents>({ publish: async (told) => void steps.push(['told', told.map(({ data }) => data)]) }),
    );
  });

  it('notes the times in one go, then marks them done', async () => {
    await receipts.fold([receipt('a'), receipt('b', { platformAt: msAfter(5) })]);
    const { conversationId, workspaceId } = LANE;
    expect(steps).toEqual([
      [
        'seen',
        [
          { conversationId, workspaceId, at: NOW },
          { conversationId, workspaceId, at: msAfter(5) },
        ],
      ],
      ['told', [NOW, msAfter(5)].map((at) => ({ change: 'seen', seenUntil: at.toISOString() }))],
      ['done', ['a', 'b']],
    ]);
  });

  it('marks nothing that was not noted', async () => {
    seenFails = true;
    await expect(receipts.fold([receipt('a')])).rejects.toThrow('away');
    expect(steps).toHaveLength(1);
  });

  it('asks nothing for nothing', async () => {
    await receipts.fold([]);
    expect(steps).toEqual([]);
  });

  it('folds what a process stored and did not live to fold', async () => {
    leftovers = [receipt('left')];
    await receipts.foldLeftovers(NOW);
    expect(steps.map(([name]) => name)).toEqual(['open', 'seen', 'told', 'done']);
    expect(steps[0]?.[1]).toBe(NOW);
  });
});
