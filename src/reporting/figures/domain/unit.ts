import { type ConversationId, stableId, type WorkspaceId } from '../../../shared/kernel';
import { type Cell, differenceOf } from './counts';

/** What is counted as one: a conversation's day, a conversation's beginning, or a row of another collection. */
export type UnitKind =
  'thread-day' | 'conversation' | 'session' | 'escalation' | 'outcome' | 'comment' | 'followup' | 'ai-reply';

/** A thing with what it has been counted for, so that a later state of it is counted by its difference. */
export interface Unit {
  id: string;
  kind: UnitKind;
  conversationId: ConversationId;
  /** Of a conversation's day: which. */
  day?: string;
  cells: readonly Cell[];
  /** Of a conversation's day, see `ThreadDay`. */
  firstResponses?: readonly number[];
  /** Of a conversation: when the person first wrote. */
  firstAt?: Date;
}

/** What changes in the rows and in what is known to be counted. */
export interface Change {
  deltas: Cell[];
  saved: Unit[];
  removed: string[];
}

export const unitId = (workspaceId: WorkspaceId, kind: UnitKind, ...parts: readonly string[]): string =>
  stableId('report-unit', workspaceId, kind, ...parts);

/** Units that count for nothing are not kept, but for beginnings, which are remembered; nor is what they count for on days before `since`, which are final. */
export function changeBetween(before: readonly Unit[], after: readonly Unit[], since: string): Change {
  const recent = (unit: Unit): Unit => ({ ...unit, cells: unit.cells.filter(({ day }) => day >= since) });
  return changeOf(before.map(recent), after.map(recent));
}

function changeOf(before: readonly Unit[], after: readonly Unit[]): Change {
  const known = new Map(before.map((unit) => [unit.id, unit]));
  const kept = after.filter(({ cells, firstAt }) => cells.length > 0 || firstAt !== undefined);
  const keptIds = new Set(kept.map(({ id }) => id));
  const saved = kept.filter((unit) => !isSame(known.get(unit.id), unit));
  const removed = before.filter(({ id }) => !keptIds.has(id));
  const replaced = saved.flatMap(({ id }) => known.get(id) ?? []);
  const cellsOf = (units: readonly Unit[]) => units.flatMap(({ cells }) => cells);
  return {
    deltas: differenceOf(cellsOf([...replaced, ...removed]), cellsOf(saved)),
    saved,
    removed: removed.map(({ id }) => id),
  };
}

export const isNothing = ({ saved, removed }: Change): boolean => saved.length + removed.length === 0;

function isSame(before: Unit | undefined, after: Unit): boolean {
  if (before === undefined || differenceOf(before.cells, after.cells).length > 0) return false;
  const [times, newTimes] = [before.firstResponses ?? [], after.firstResponses ?? []];
  const sameTimes = times.length === newTimes.length && times.every((time, place) => time === newTimes[place]);
  return sameTimes && before.firstAt?.getTime() === after.firstAt?.getTime();
}
