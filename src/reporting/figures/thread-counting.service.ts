import { Injectable } from '@nestjs/common';
import { type MessageFact, MessageFacts } from '../../conversations';
import { grouped, type AccountId, type ConversationId, type WorkspaceId } from '../../shared/kernel';
import { Tally } from './domain/counts';
import type { CountingWorld } from './domain/counting-world';
import type { LocalDay } from './domain/day-calendar';
import { densest } from './domain/densest';
import { ANSWER_MS, firstWrittenAt, threadDaysOf } from './domain/thread-days';
import { type Unit, unitId } from './domain/unit';
import type { Reported } from './reported-accounts.service';
import { ReportUnitsRepository } from './repositories/report-units.repository';

/** Messages this far apart are counted in batches of their own, so that none reads months of a conversation. */
const SPAN_MS = 3 * ANSWER_MS;

export interface CountedThreads {
  before: Unit[];
  after: Unit[];
}

export interface ThreadScope {
  workspaceId: WorkspaceId;
  world: CountingWorld;
  isReported: Reported['account'];
  /** Of earlier days not all messages are there any more. */
  since: LocalDay;
}

/** Days of conversations, counted from the messages around them. */
@Injectable()
export class ThreadCounting {
  constructor(
    private readonly facts: MessageFacts,
    private readonly units: ReportUnitsRepository,
  ) {}

  /** Of messages that wait, those to be counted together: as many as lie near each other. */
  batchOf(waiting: readonly MessageFact[]): MessageFact[] {
    return densest(waiting, earliestOf, SPAN_MS);
  }

  /** Other things, as they have been counted. */
  known(workspaceId: WorkspaceId, unitIds: readonly string[]): Promise<Unit[]> {
    return this.units.byIds(workspaceId, unitIds);
  }

  /** The days that these messages may change: their own, and those of the questions that they may answer. */
  async around(scope: ThreadScope, changed: readonly MessageFact[]): Promise<CountedThreads> {
    const days = wantedDays(scope, changed);
    if (days.size === 0) return { before: [], after: [] };
    const all = [...days.values()].flat();
    const span = {
      conversationIds: [...days.keys()],
      from: new Date(Math.min(...all.map(({ start }) => start)) - ANSWER_MS),
      to: new Date(Math.max(...all.map(({ end }) => end)) + ANSWER_MS),
    };
    const messages = grouped(await this.facts.ofThreads(scope.workspaceId, span), byConversation);
    const known = await this.units.byIds(scope.workspaceId, idsOf(scope.workspaceId, days));
    const beginnings = beginningsOf(known);
    const after = [...days].flatMap(([conversationId, wanted]) => {
      const knownFirstAt = beginnings.get(unitId(scope.workspaceId, 'conversation', conversationId));
      const thread = { conversationId, messages: messages.get(conversationId) ?? [], knownFirstAt };
      return unitsOf(scope, thread, wanted);
    });
    // Erased meanwhile: what it was counted for stays.
    return { before: known.filter(({ conversationId }) => messages.has(conversationId)), after };
  }

  /** Whole conversations. */
  async whole(scope: ThreadScope, conversationIds: readonly ConversationId[]): Promise<CountedThreads> {
    const { workspaceId, world, since } = scope;
    const messages = grouped(await this.facts.ofThreads(workspaceId, { conversationIds }), byConversation);
    const known = await this.units.ofThreads(workspaceId, conversationIds);
    const after = [...messages].flatMap(([conversationId, its]) => {
      const days = new Map(its.map(({ at }) => world.calendar.at(at.getTime())).map((local) => [local.day, local]));
      // Of an earlier beginning the message may be gone; of a later one it is there.
      const firstAt = beginningsOf(known).get(unitId(workspaceId, 'conversation', conversationId));
      const knownFirstAt = firstAt !== undefined && firstAt.getTime() < since.start ? firstAt : undefined;
      return unitsOf(scope, { conversationId, messages: its, knownFirstAt }, [...days.values()]);
    });
    const isLeft = ({ day, conversationId }: Unit) =>
      day === undefined ? messages.has(conversationId) : day >= since.day;
    return { before: known.filter(isLeft), after };
  }
}

interface Thread {
  conversationId: ConversationId;
  messages: readonly MessageFact[];
  knownFirstAt: Date | undefined;
}

const byConversation = ({ conversationId }: MessageFact): ConversationId => conversationId;
const earliestOf = ({ at, formerAt = at }: MessageFact): number => Math.min(at.getTime(), formerAt.getTime());

const beginningsOf = (units: readonly Unit[]): Map<string, Date> =>
  new Map(units.flatMap(({ id, firstAt }) => (firstAt === undefined ? [] : [[id, firstAt] as const])));

function wantedDays(
  { world: { calendar }, since }: ThreadScope,
  changed: readonly MessageFact[],
): Map<ConversationId, LocalDay[]> {
  const wanted = new Map<ConversationId, LocalDay[]>();
  for (const [conversationId, messages] of grouped(changed, byConversation)) {
    const times = messages.flatMap(({ at, formerAt = at }) => [at.getTime(), formerAt.getTime()]);
    const near = times.flatMap((time) => calendar.between(time - ANSWER_MS, time + ANSWER_MS));
    const days = new Map(near.filter(({ start }) => start >= since.start).map((local) => [local.day, local]));
    if (days.size > 0) wanted.set(conversationId, [...days.values()]);
  }
  return wanted;
}

function idsOf(workspaceId: WorkspaceId, days: ReadonlyMap<ConversationId, readonly LocalDay[]>): string[] {
  return [...days].flatMap(([conversationId, wanted]) => [
    unitId(workspaceId, 'conversation', conversationId),
    ...wanted.map(({ day }) => unitId(workspaceId, 'thread-day', conversationId, day)),
  ]);
}

function unitsOf(scope: ThreadScope, thread: Thread, wanted: readonly LocalDay[]): Unit[] {
  const { workspaceId, world, isReported, since } = scope;
  const { conversationId, messages, knownFirstAt } = thread;
  const accountId = messages[0]?.accountId;
  if (accountId === undefined || !isReported(accountId)) return [];
  const recent = wanted.filter(({ start }) => start >= since.start);
  const days = threadDaysOf(messages, recent, world).map(({ day, cells, firstResponses }): Unit => {
    const id = unitId(workspaceId, 'thread-day', conversationId, day);
    return { id, kind: 'thread-day', conversationId, day, cells, firstResponses };
  });
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
  const id = unitId(workspaceId, 'conversation', conversationId);
  return { id, kind: 'conversation', conversationId, cells: tally.cells(), firstAt: new Date(firstAt) };
}
