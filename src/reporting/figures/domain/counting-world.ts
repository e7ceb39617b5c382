import { type BusinessHours, OpenTime } from '../../../shared/kernel';
import { DayCalendar } from './day-calendar';
import { type LabelBook } from './label-book';

/** By which clocks and hours a workspace is counted. Another basis counts everything anew. */
export interface Basis {
  hours: BusinessHours;
  /** `COUNTING_RULES` by which it was counted; absent: the first. */
  rules?: number;
}

/** One more whenever facts that were counted before count for something else. */
export const COUNTING_RULES = 4;

/** ISO 639-1 code of a text; undefined where it does not tell. */
export type LanguageGuess = (text: string) => string | undefined;

/** All that counting needs besides the facts. */
export interface CountingWorld {
  calendar: DayCalendar;
  openTime: OpenTime;
  labels: LabelBook;
  languageOf: LanguageGuess;
}

export function countingWorld(
  { hours }: Pick<Basis, 'hours'>,
  labels: LabelBook,
  languageOf: LanguageGuess,
): CountingWorld {
  const calendar = new DayCalendar(hours.timeZone);
  return { calendar, openTime: new OpenTime(hours), labels, languageOf };
}

export const basesAreEqual = (one: Basis, other: Basis): boolean =>
  one.rules === other.rules && JSON.stringify(canonical(one.hours)) === JSON.stringify(canonical(other.hours));

const canonical = ({ timeZone, weekly, exceptions }: BusinessHours) => ({
  timeZone,
  weekly: weekly === null ? null : Object.entries(weekly).sort(([a], [b]) => a.localeCompare(b)),
  exceptions: [...exceptions].map(({ date, spans }) => ({ date, spans })).sort((a, b) => a.date.localeCompare(b.date)),
});
