import { Injectable } from '@nestjs/common';
import { type CountedThread, type MessageFact, MessageFacts } from '../../conversations';
import { grouped, type ConversationId, newId, type WorkspaceId } from '../../shared/kernel';
import type { LocalDay } from './domain/day-calendar';
import { densest } from './domain/densest';
import { ANSWER_MS } from './domain/thread-days';
import { beginningId, threadDayId, type ThreadScope, unitsOfThread } from './domain/thread-units';
import { ERASED, type Unit } from './domain/unit';
import { Pauses, readAhead } from './read-ahead';
import { ReportUnitsRepository } from './repositories/report-units.repository';

/** Messages this far apart are counted in batches of their own, so that none reads months of a conversation. */
const SPAN_MS = 3 * ANSWER_MS;

export interface CountedThreads {
  before: Unit[];
  after: Unit[];
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
    const messages = await this.near(scope, days);
    const known = byId(await this.units.byIds(scope.workspaceId, idsOf(scope.workspaceId, days)));
    const [after, pauses]: [Unit[], Pauses] = [[], new Pauses()];
    for (const [conversationId, wanted] of days) {
      const { firstAt } = known.get(beginningId(scope.workspaceId, conversationId)) ?? {};
      const thread = { conversationId, messages: messages.get(conversationId) ?? [] };
      after.push(...unitsOfThread(scope, thread, wanted, known, firstAt));
      await pauses.pauseIfLong();
    }
    // Erased meanwhile: what it was counted for stays.
    const before = [...known.values()].filter(({ conversationId }) => messages.has(conversationId));
    return besideErased({ before, after }, [...known.values()]);
  }

  /** By conversation: whatever tells what these days count for. */
  private async near(
    { workspaceId }: ThreadScope,
    days: ReadonlyMap<ConversationId, LocalDay[]>,
  ): Promise<Map<ConversationId, CountedThread['messages']>> {
    const all = [...days.values()].flat();
    const within = {
      from: new Date(Math.min(...all.map(({ start }) => start)) - ANSWER_MS),
      to: new Date(Math.max(...all.map(({ end }) => end)) + ANSWER_MS),
    };
    const found = new Map<ConversationId, CountedThread['messages']>();
    for await (const threads of this.facts.threads(workspaceId, { conversationIds: [...days.keys()], within }))
      for (const { conversationId, messages } of threads) found.set(conversationId, messages);
    return found;
  }

  /** Whole conversations, some at a time. */
  async *whole(scope: ThreadScope, conversationIds: readonly ConversationId[]): AsyncGenerator<CountedThreads> {
    const silent = new Set(conversationIds);
    for await (const threads of readAhead(this.facts.threads(scope.workspaceId, { conversationIds }))) {
      for (const { conversationId } of threads) silent.delete(conversationId);
      yield await this.replaced(scope, threads, []);
    }
    if (silent.size > 0) yield await this.replaced(scope, [], [...silent]);
  }

  /** @param silent conversations without messages */
  private async replaced(
    scope: ThreadScope,
    threads: readonly CountedThread[],
    silent: readonly ConversationId[],
  ): Promise<CountedThreads> {
    const { workspaceId, world, since } = scope;
    const spoken = new Set(threads.map(({ conversationId }) => conversationId));
    const known = byId(await this.units.ofThreads(workspaceId, [...spoken, ...silent]));
    const [after, pauses]: [Unit[], Pauses] = [[], new Pauses()];
    for (const thread of threads) {
      const days = new Map(
        thread.messages.map(({ at }) => world.calendar.at(at.getTime())).map((one) => [one.day, one]),
      );
      // Of an earlier beginning the message may be gone; of a later one it is there.
      const { firstAt } = known.get(beginningId(workspaceId, thread.conversationId)) ?? {};
      const knownFirstAt = firstAt !== undefined && firstAt.getTime() < since.start ? firstAt : undefined;
      after.push(...unitsOfThread(scope, thread, [...days.values()], known, knownFirstAt));
      await pauses.pauseIfLong();
    }
    const isLeft = ({ day, conversationId }: Unit) =>
      day === undefined ? spoken.has(conversationId) : day >= since.day;
    const before = [...known.values()].filter(isLeft);
    const unseen = after.filter(({ id }) => !known.has(id)).map(({ id }) => id);
    return besideErased({ before, after }, await this.units.byIds(workspaceId, unseen));
  }
}

const byConversation = ({ conversationId }: { conversationId: ConversationId }): ConversationId => conversationId;
const byId = (units: readonly Unit[]): Map<string, Unit> => new Map(units.map((unit) => [unit.id, unit]));
const earliestOf = ({ at, formerAt = at }: MessageFact): number => Math.min(at.getTime(), formerAt.getTime());

/** Somebody who was erased has come back: what counted before keeps its numbers under another id. */
function besideErased({ before, after }: CountedThreads, known: readonly Unit[]): CountedThreads {
  const ids = new Set(after.map(({ id }) => id));
  const erased = known.filter(({ id, conversationId }) => conversationId === ERASED && ids.has(id));
  return {
    before: [...before, ...erased],
    after: [...after, ...erased.map((unit) => ({ ...unit, id: newId() }))],
  };
}

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
    beginningId(workspaceId, conversationId),
    ...wanted.map(({ day }) => threadDayId(workspaceId, conversationId, day)),
  ]);
}
