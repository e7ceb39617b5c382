import { type ConversationId, stableId, type WorkspaceId } from '../../../shared/kernel';
import { type Cell, differenceOf } from './counts';
import type { GuessedLanguage } from './thread-days';
import type { Timing } from './timings';

/** What is counted as one: a conversation's day, a conversation's beginning, or a row of another collection. */
export type UnitKind =
  'thread-day' | 'conversation' | 'session' | 'escalation' | 'outcome' | 'comment' | 'followup' | 'ai-reply';

/** In place of the conversation, in units of whoever was erased. */
export const ERASED = '' as ConversationId;

/** A thing with what it has been counted for, so that a later state of it is counted by its difference. */
export interface Unit {
  id: string;
  kind: UnitKind;
  conversationId: ConversationId;
  /** Of a conversation's day: which. */
  day?: string;
  cells: readonly Cell[];
  /** What took time; absent where nothing did. */
  timings?: readonly Timing[];
  /** Of a conversation's day, see `ThreadDay`. */
  language?: GuessedLanguage;
  /** Of a conversation: when the person first wrote. */
  firstAt?: Date;
}

/** What changes in the rows and in what is known to be counted. */
export interface Change {
  deltas: Cell[];
  added: Unit[];
  replaced: Unit[];
  removed: string[];
}

export const unitId = (workspaceId: WorkspaceId, kind: UnitKind, ...parts: readonly string[]): string =>
  stableId('report-unit', workspaceId, kind, ...parts);

/** Units that count for nothing are not kept, but for beginnings, which are remembered; nor is what they count for on days before `since`, which are final. */
export function changeBetween(before: readonly Unit[], after: readonly Unit[], since: string): Change {
  const recent = (units: readonly Unit[]): Unit[] => units.map((unit) => recentOf(unit, since));
  return changeOf(recent(before), recent(after));
}

function recentOf({ cells, timings = [], ...unit }: Unit, since: string): Unit {
  const isRecent = ({ day }: { day: string }): boolean => day >= since;
  const recent = timings.filter(isRecent);
  return { ...unit, cells: cells.filter(isRecent), ...(recent.length === 0 ? {} : { timings: recent }) };
}

function changeOf(before: readonly Unit[], after: readonly Unit[]): Change {
  const known = new Map(before.map((unit) => [unit.id, unit]));
  const kept = after.filter(({ cells, firstAt }) => cells.length > 0 || firstAt !== undefined);
  const keptIds = new Set(kept.map(({ id }) => id));
  const added = kept.filter(({ id }) => !known.has(id));
  const replaced = kept.filter((unit) => known.has(unit.id) && !isSame(known.get(unit.id), unit));
  const removed = before.filter(({ id }) => !keptIds.has(id));
  const former = replaced.flatMap(({ id }) => known.get(id) ?? []);
  const cellsOf = (units: readonly Unit[]) => units.flatMap(({ cells }) => cells);
  return {
    deltas: differenceOf(cellsOf([...former, ...removed]), cellsOf([...added, ...replaced])),
    ...{ added, replaced, removed: removed.map(({ id }) => id) },
  };
}

export const isNothing = ({ added, replaced, removed }: Change): boolean =>
  added.length + replaced.length + removed.length === 0;

function isSame(before: Unit | undefined, after: Unit): boolean {
  if (before === undefined || !isMadeOfTheSame(before, after)) return false;
  return areEqual(before.cells, after.cells) || differenceOf(before.cells, after.cells).length === 0;
}

const isMadeOfTheSame = (before: Unit, after: Unit): boolean =>
  before.language?.of === after.language?.of &&
  before.firstAt?.getTime() === after.firstAt?.getTime() &&
  areSameTimings(before.timings, after.timings);

const areSameTimings = (some: readonly Timing[] = [], others: readonly Timing[] = []): boolean =>
  some.length === others.length && some.every((timing, place) => isSameTiming(timing, others[place]));

function isSameTiming(one: Timing, other: Timing | undefined): boolean {
  if (other === undefined || one.day !== other.day || one.clock !== other.clock || one.open !== other.open)
    return false;
  return one.of === other.of && one.agent === other.agent && apartOf(one) === apartOf(other);
}

const apartOf = (timing: Timing): string => (timing.of === 'first' ? timing.by : timing.severity);

/** Cell by cell: far faster than a difference, and nearly always the answer. */
const areEqual = (some: readonly Cell[], others: readonly Cell[]): boolean =>
  some.length === others.length &&
  some.every(({ day, flow, counts }, place) => {
    const other = others[place];
    if (other === undefined || other.day !== day || other.flow !== flow) return false;
    const keys = Object.keys(counts);
    return keys.length === Object.keys(other.counts).length && keys.every((key) => counts[key] === other.counts[key]);
  });
