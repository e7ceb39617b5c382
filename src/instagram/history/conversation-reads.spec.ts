import { standIn } from '../../../test/support/stand-in';
import type { AccountId } from '../../shared/kernel';
import { GraphError, type GraphFailure } from '../../shared/providers/meta-graph';
import type { Grant } from '../../shared/redis';
import type { RatePlan } from '../rate-plan.service';
import { ConversationReads } from './conversation-reads';

const ACCOUNT = 'a1' as AccountId;
const refusal = (kind: GraphFailure['class']) =>
  new GraphError({ class: kind, code: '613', message: 'No.', retryAfterMs: 7_000 });

describe('ConversationReads', () => {
  let grants: Grant[];
  let limits: unknown[][];
  let reads: ConversationReads;

  beforeEach(() => {
    [grants, limits] = [[], []];
    reads = new ConversationReads(
      standIn<RatePlan>({
        take: async () => grants.shift() ?? { granted: true },
        noteLimit: async (...args) => void limits.push(args),
      }),
    );
  });

  it('reads once the account may, and no sooner', async () => {
    grants = [
      { granted: false, waitMs: 1 },
      { granted: false, waitMs: 1 },
    ];
    await expect(reads.run(ACCOUNT, async () => grants.length)).resolves.toBe(0);
  });

  it('does not stand and wait for long', async () => {
    grants = [{ granted: false, waitMs: 60_000 }];
    const asked = reads.run(ACCOUNT, () => Promise.reject(new Error('read all the same')));
    await expect(asked).rejects.toMatchObject({ failure: { class: 'limited', retryAfterMs: 60_000 } });
  });

  it('tells the others when Graph wants a pause', async () => {
    await expect(reads.run(ACCOUNT, () => Promise.reject(refusal('limited')))).rejects.toThrow('No.');
    expect(limits).toEqual([[ACCOUNT, 'reads', 7_000]]);
  });

  it.each<GraphFailure['class']>(['transient', 'account', 'final'])('but not of what is %s', async (kind) => {
    await expect(reads.run(ACCOUNT, () => Promise.reject(refusal(kind)))).rejects.toThrow('No.');
    expect(limits).toEqual([]);
  });
});
