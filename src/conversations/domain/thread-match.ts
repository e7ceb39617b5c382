import type { ThreadMessage } from '../channel.port';
import type { OutboxEntry } from '../schemas/conversation.schema';
import { visibleTextOf } from './content';
import { CLOCK_MARGIN_MS } from './limits';

export type ThreadVerdict = { kind: 'found'; mid: string } | { kind: 'absent' } | { kind: 'ambiguous' };

/**
 * Messages of the thread that may be this send: ours, of equal text, not older than its claim. One that shows no text may
 * be any message with buttons.
 */
export function candidatesIn(thread: readonly ThreadMessage[], entry: OutboxEntry): ThreadMessage[] {
  const earliest = (entry.claim?.at.getTime() ?? 0) - CLOCK_MARGIN_MS;
  const text = visibleTextOf(entry.content);
  const mayBeIt = (shown: string) => shown === text || (shown === '' && entry.content.kind === 'buttons');
  return thread.filter((message) => message.fromAccount && mayBeIt(message.text) && message.at.getTime() >= earliest);
}

/** `taken`: mids that already belong to another message of ours, or to one that a person typed. */
export function judgeThread(candidates: readonly ThreadMessage[], taken: ReadonlySet<string>): ThreadVerdict {
  const open = candidates.filter(({ mid }) => !taken.has(mid));
  const [only] = open;
  if (only === undefined) return { kind: 'absent' };
  return open.length === 1 && only.text !== '' ? { kind: 'found', mid: only.mid } : { kind: 'ambiguous' };
}
