import { MemoryEvents } from '../../../test/support/memory-events';
import { standIn } from '../../../test/support/stand-in';
import type { Transactions } from '../../shared/database';
import type { ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { ReplyDraft } from './domain/reply-draft';
import { ReplyDraftMoves } from './reply-draft-moves.service';
import type { ReplyDraftsRepository } from './repositories/reply-drafts.repository';

const AT = new Date('2026-01-01T00:00:00Z');
const DRAFT: ReplyDraft = {
  id: 'd1',
  workspaceId: 'w1' as WorkspaceId,
  conversationId: 'c1' as ConversationId,
  status: 'waiting',
  text: 'We open at nine.',
  question: 'When?',
  reason: 'approval_wanted',
  citations: [],
  createdAt: AT,
};

describe('moves of drafts', () => {
  let events: MemoryEvents;
  let steps: string[];
  let isThere: boolean;
  let moves: ReplyDraftMoves;

  beforeEach(() => {
    [events, steps, isThere] = [new MemoryEvents(), [], true];
    const drafts = standIn<ReplyDraftsRepository>({
      insertIfNew: async () => {
        steps.push(`inserted, ${events.told.length} told`);
        return isThere;
      },
      move: async (_draft, _from, status) => {
        steps.push(`${status}, ${events.told.length} told`);
        return isThere;
      },
      supersede: async (_workspace, _conversation, { by }) => [
        { ...DRAFT, id: 'd0', status: 'superseded', supersededBy: by },
      ],
    });
    const transactions = standIn<Transactions>({ run: (work) => work() });
    moves = new ReplyDraftMoves(drafts, events, transactions);
  });
  const told = () => events.told.map(({ subjectId, data }) => [subjectId, data['change'], data['status']]);

  it('tell of a draft once it is kept, and again, as the same event, when an effect is repeated', async () => {
    await expect(moves.propose(DRAFT)).resolves.toBe(true);
    isThere = false;
    await expect(moves.propose(DRAFT)).resolves.toBe(false);
    expect(steps[0]).toBe('inserted, 0 told');
    expect(events.told).toEqual([
      {
        id: expect.any(String) as string,
        type: 'reply-draft.changed',
        workspaceId: 'w1',
        conversationId: 'c1',
        at: AT,
        subjectId: 'd1',
        data: { change: 'proposed', status: 'waiting', source: 'flow', reason: 'approval_wanted' },
      },
    ]);
  });

  it.each(['sent', 'discarded', 'taken'] as const)(
    'tell that one is %s, by whom, and never its words',
    async (change) => {
      const set = { decidedBy: 'ann' as UserId, sentText: 'At ten.' };
      await moves.decide(DRAFT, { from: ['waiting'], change, at: AT, set });
      expect(events.told[0]?.data).toMatchObject({ change, decidedBy: 'ann' });
      expect(JSON.stringify(events.told)).not.toMatch(/ten|nine|When/);
    },
  );

  it('tell nothing when somebody else was first, nor that one is being handed over', async () => {
    await moves.takeInHand(DRAFT, {});
    isThere = false;
    await expect(moves.decide(DRAFT, { from: ['waiting'], change: 'sent', at: AT })).resolves.toBe(false);
    await expect(moves.decideAlone(DRAFT, { from: ['waiting'], change: 'superseded', at: AT })).resolves.toBe(false);
    expect(events.told).toEqual([]);
  });

  it('tell of each that another one, or what was said, made useless, once', async () => {
    const by = { by: 'customer_wrote' as const, at: AT };
    await moves.supersede(DRAFT, by);
    await moves.supersedeRepeatedly(DRAFT, by);
    expect(told()).toEqual([['d0', 'superseded', 'superseded']]);
    expect(events.told[0]?.data).toMatchObject({ supersededBy: 'customer_wrote' });
  });
});
