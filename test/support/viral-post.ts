import type { LedgerEntry } from '@parley/instagram-simulator';
import { POST } from './comment-rules';
import { type Parley, until } from './parley';

/** Customers that are made, and comment, at the same time. */
const AT_ONCE = 20;

/** A post under which many people comment at once. */
export class ViralPost {
  /** Who commented, in the order in which they did, by their comments' ids. */
  readonly commentIds: string[] = [];

  constructor(private readonly parley: Parley) {}

  /** Meta sends many in one delivery. */
  async isCommentedBy(people: number, text = 'LINK please'): Promise<void> {
    await this.parley.simulator.configure({ webhookBatchSize: 100, webhookConcurrency: 4 });
    for (let done = 0; done < people; done += AT_ONCE) {
      const group = Array.from({ length: Math.min(AT_ONCE, people - done) }, () => this.parley.newCustomer());
      const comments = (await Promise.all(group)).map(({ id }) =>
        this.parley.simulator.customer(id).comments(text, { mediaId: POST }),
      );
      this.commentIds.push(...(await Promise.all(comments)).map(({ commentId }) => commentId));
    }
  }

  /** Private replies that Instagram accepted, in that order. */
  async replies(): Promise<LedgerEntry[]> {
    const own = new Set(this.commentIds);
    return (await this.parley.simulator.ledger()).filter(
      ({ origin, commentId }) => origin === 'api' && commentId !== undefined && own.has(commentId),
    );
  }

  onRecord(status?: string): Promise<number> {
    return this.parley.database.collection('commentDmLogs').countDocuments({
      workspaceId: this.parley.owner.workspaceId,
      commentId: { $in: this.commentIds },
      ...(status === undefined ? {} : { status }),
    });
  }

  async untilReplies(count: number, withinMs: number): Promise<LedgerEntry[]> {
    await until(async () => (await this.replies()).length >= count, withinMs, `${count} private replies`);
    return this.replies();
  }
}

/** The most that were accepted within any span of that length. */
export function mostWithin(entries: readonly LedgerEntry[], spanMs: number): number {
  const times = entries.map(({ at }) => at).sort((a, b) => a - b);
  return Math.max(0, ...times.map((from, index) => times.slice(index).filter((at) => at < from + spanMs).length));
}
