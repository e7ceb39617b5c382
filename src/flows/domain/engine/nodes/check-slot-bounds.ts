import type { DataProblem } from '../../compile/problem';
import { parsePattern } from '../../patterns/pattern';
import type { SlotData } from './collect-input-data';

/** Bounds that no value could meet, and patterns that are none. `path`: of the slot in its node. */
export function checkSlotBounds(slot: SlotData, path: string): DataProblem[] {
  if (slot.type !== 'text' && slot.type !== 'number') return [];
  const { min = -Infinity, max = Infinity } = slot;
  const pattern = slot.type === 'text' ? checkPattern(slot.pattern, path) : [];
  return min > max
    ? [{ code: 'malformed', path: `${path}.max`, message: 'is smaller than the minimum' }, ...pattern]
    : pattern;
}

function checkPattern(source: string | undefined, path: string): DataProblem[] {
  const pattern = source === undefined ? null : parsePattern(source);
  if (pattern === null || pattern.ok) return [];
  return [{ code: 'unsafe_pattern', path: `${path}.pattern`, message: pattern.reason }];
}
