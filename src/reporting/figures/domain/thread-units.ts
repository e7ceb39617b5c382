import type { CountedThread } from '../../../conversations';
import type { AccountId, ConversationId, WorkspaceId } from '../../../shared/kernel';
import { Tally } from './counts';
import type { CountingWorld } from './counting-world';
import type { LocalDay } from './day-calendar';
import { firstWrittenAt, threadDaysOf } from './thread-days';
import { type Unit, unitId } from './unit';

export interface ThreadScope {
  workspaceId: WorkspaceId;
  world: CountingWorld;
  isReported: (accountId: AccountId) => boolean;
  /** Of earlier days not all messages are there any more. */
  since: LocalDay;
}

/** Units as they were counted, by their ids. */
export type KnownUnits = ReadonlyMap<string, Unit>;

export const beginningId = (workspaceId: WorkspaceId, conversationId: ConversationId): string =>
  unitId(workspaceId, 'conversation', conversationId);

export const threadDayId = (workspaceId: WorkspaceId, conversationId: ConversationId, day: string): string =>
  unitId(workspaceId, 'thread-day', conversationId, day);

/**
 * What a conversation counts for: on these days, and by its beginning. `knownFirstAt`: of a beginning whose message may be
 * out of sight.
 */
export function unitsOfThread(
  scope: ThreadScope,
  { conversationId, messages }: CountedThread,
  wanted: readonly LocalDay[],
  known: KnownUnits,
  knownFirstAt: Date | undefined,
): Unit[] {
  const { workspaceId, world, isReported, since } = scope;
  const accountId = messages[0]?.accountId;
  if (accountId === undefined || !isReported(accountId)) return [];
  const recent = wanted.filter(({ start }) => start >= since.start);
  const idOf = (day: string): string => threadDayId(workspaceId, conversationId, day);
  const counted = threadDaysOf(messages, recent, world, (day) => known.get(idOf(day))?.language);
  const days = counted.map((one): Unit => ({ id: idOf(one.day), kind: 'thread-day', conversationId, ...one }));
  const times = [firstWrittenAt(messages), knownFirstAt?.getTime() ?? null].filter((time) => time !== null);
  if (times.length === 0) return days;
  return [...days, beginningOf(scope, { conversationId, accountId }, Math.min(...times))];
}

function beginningOf(
  { workspaceId, world }: ThreadScope,
  { conversationId, accountId }: { conversationId: ConversationId; accountId: AccountId },
  firstAt: number,
): Unit {
  const tally = new Tally();
  const { day } = world.calendar.at(firstAt);
  tally.add(day, 'conv:new');
  tally.add(day, `ac:${world.labels.aliasOf('account', accountId)}:new`);
  const id = beginningId(workspaceId, conversationId);
  return { id, kind: 'conversation', conversationId, cells: tally.cells(), firstAt: new Date(firstAt) };
}
