import fc from 'fast-check';
import type { ConversationId, UserId } from '../../shared/kernel';
import { inTurn, leastBusy, openWithPicks, PICK_COUNTS_MS, picksThatCount } from './assignment';

const users = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 9 }).map((ids) => ids as UserId[]);

describe('who is given a conversation', () => {
  it('nobody, where nobody may', () => {
    expect([inTurn([], 3), leastBusy([], new Map(), 3)]).toEqual([null, null]);
  });

  it('in turn, everybody gets as many as everybody else', () => {
    fc.assert(
      fc.property(users, fc.nat(1_000), (candidates, start) => {
        const given = candidates.map((_, index) => inTurn(candidates, start + index));
        expect([...given].sort()).toEqual([...candidates].sort());
      }),
    );
  });

  it('counts what somebody is just being given, once, and not for long', () => {
    const at = new Date(0);
    const [ann, ben] = ['ann', 'ben'] as UserId[] as [UserId, UserId];
    const pick = (conversationId: string, userId: UserId) => ({
      conversationId: conversationId as ConversationId,
      userId,
      at,
    });
    const picks = [pick('c1', ann), pick('c1', ben), pick('c2', ben)];
    expect(openWithPicks(new Map([[ann, 1]]), picks)).toEqual(
      new Map([
        [ann, 1],
        [ben, 2],
      ]),
    );
    expect(picksThatCount(picks, new Date(PICK_COUNTS_MS - 1))).toEqual(picks);
    expect(picksThatCount(picks, new Date(PICK_COUNTS_MS))).toEqual([]);
  });

  it('by what is open, nobody gets more than one above another', () => {
    fc.assert(
      fc.property(users, fc.integer({ min: 1, max: 60 }), (candidates, conversations) => {
        const open = new Map<UserId, number>();
        for (let turn = 0; turn < conversations; turn += 1) {
          const userId = leastBusy(candidates, open, turn) ?? ('' as UserId);
          open.set(userId, (open.get(userId) ?? 0) + 1);
        }
        const counts = candidates.map((userId) => open.get(userId) ?? 0);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
