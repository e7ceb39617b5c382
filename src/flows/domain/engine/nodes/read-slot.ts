import { DateTime } from 'luxon';
import type { Json } from '../../json';
import { parsePattern } from '../../patterns/pattern';
import { displayText } from '../../template/display-text';
import type { SlotData } from './collect-input-data';
import type { NodeView } from './node-kind';
import { readChoice, readDate, readEmail, readNumber, readPhone, type SlotReading } from './slot-values';

type SlotOf<Type extends SlotData['type']> = Extract<SlotData, { type: Type }>;

/** The typed value in a reply, or the rule that it breaks. */
export function readSlot(slot: SlotData, reply: string, view: Pick<NodeView, 'now' | 'hours'>): SlotReading {
  switch (slot.type) {
    case 'text':
      return readText(slot, reply.trim());
    case 'number':
      return within(readNumber(reply), (value) => brokenNumberRule(slot, Number(value)));
    case 'email':
      return readEmail(reply);
    case 'phone':
      return readPhone(reply);
    case 'date':
      return within(readDate(reply, slot.order), (value) => brokenDateRule(slot, displayText(value), view));
    case 'choice':
      return readChoice(reply, slot.choices);
  }
}

function within(reading: SlotReading, brokenRule: (value: Json) => string | null): SlotReading {
  const rule = reading.ok ? brokenRule(reading.value) : null;
  return rule === null ? reading : { ok: false, rule };
}

function readText({ min = 1, max, pattern }: SlotOf<'text'>, text: string): SlotReading {
  const length = [...text].length;
  if (length < min) return { ok: false, rule: 'min' };
  if (max !== undefined && length > max) return { ok: false, rule: 'max' };
  const fits = pattern === undefined || matches(pattern, text);
  return fits ? { ok: true, value: text } : { ok: false, rule: 'pattern' };
}

/** A pattern that does not parse fits nothing; the compiler lets none through. */
function matches(source: string, text: string): boolean {
  const pattern = parsePattern(source);
  return pattern.ok && pattern.test(text);
}

function brokenNumberRule({ min, max, integer }: SlotOf<'number'>, value: number): string | null {
  if (integer && !Number.isInteger(value)) return 'integer';
  if (min !== undefined && value < min) return 'min';
  return max !== undefined && value > max ? 'max' : null;
}

/** Days as text compare like days. */
function brokenDateRule(
  { earliest, latest }: SlotOf<'date'>,
  day: string,
  { now, hours }: Pick<NodeView, 'now' | 'hours'>,
): string | null {
  const today = () => DateTime.fromMillis(now, { zone: hours?.timeZone ?? 'utc' }).toISODate() ?? day;
  const dayOf = (bound: string) => (bound === 'today' ? today() : bound);
  if (earliest !== undefined && day < dayOf(earliest)) return 'earliest';
  return latest !== undefined && day > dayOf(latest) ? 'latest' : null;
}
