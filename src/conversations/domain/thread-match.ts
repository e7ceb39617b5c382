import type { ThreadMessage } from '../channel.port';
import type { OutboxEntry } from '../schemas/conversation.schema';
import { type Likeness, likenessOf } from './content-likeness';
import { CLOCK_MARGIN_MS } from './limits';

export type ThreadVerdict = { kind: 'found'; mid: string } | { kind: 'absent' } | { kind: 'ambiguous' };

export interface ThreadCandidate {
  mid: string;
  likeness: Exclude<Likeness, 'different'>;
}

/** Messages of the thread that may be this send: ours, alike, not older than its claim. */
export function candidatesIn(thread: readonly ThreadMessage[], entry: OutboxEntry): ThreadCandidate[] {
  const earliest = (entry.claim?.at.getTime() ?? 0) - CLOCK_MARGIN_MS;
  return thread.flatMap((message) => {
    if (!message.fromAccount || message.at.getTime() < earliest) return [];
    const likeness = likenessOf(entry.content, message);
    return likeness === 'different' ? [] : [{ mid: message.mid, likeness }];
  });
}

/** `taken`: mids that already belong to another message of ours, or to one that a person typed. */
export function judgeThread(candidates: readonly ThreadCandidate[], taken: ReadonlySet<string>): ThreadVerdict {
  const open = candidates.filter(({ mid }) => !taken.has(mid));
  const [only] = open;
  if (only === undefined) return { kind: 'absent' };
  return open.length === 1 && only.likeness === 'equal' ? { kind: 'found', mid: only.mid } : { kind: 'ambiguous' };
}
