import { Info } from 'luxon';
import { type BusinessHours, isOpen, isOvernight, nextOpening, type OpenSpan, WEEKDAYS } from '../../../shared/kernel';
import type { BusinessProfile, LanguageSettings } from './groups';

/** What customers may be told about the business, as it is at one moment. */
export interface BusinessCard extends BusinessProfile {
  /** Of `hours`, and of what customers are written to in. */
  language: string;
  timeZone: string;
  /** A line for each weekday with its times; empty where no hours are stated. */
  hours: string[];
  openNow: boolean;
  /** Null: it is open now, or never opens again. */
  opensAt: Date | null;
}

export function businessCardOf(
  profile: BusinessProfile,
  hours: BusinessHours,
  { defaultLanguage }: Pick<LanguageSettings, 'defaultLanguage'>,
  now: Date,
): BusinessCard {
  const openNow = isOpen(hours, now);
  return {
    ...profile,
    language: defaultLanguage,
    timeZone: hours.timeZone,
    hours: hoursInWords(hours, defaultLanguage),
    openNow,
    opensAt: openNow ? null : nextOpening(hours, now),
  };
}

function hoursInWords({ weekly }: BusinessHours, locale: string): string[] {
  if (weekly === null) return [];
  const names = Info.weekdays('long', { locale });
  return WEEKDAYS.map((day, index) => `${names[index] ?? day}: ${spansInWords(weekly[day] ?? [])}`);
}

function spansInWords(spans: readonly OpenSpan[]): string {
  if (spans.length === 0) return '–';
  return spans.map((span) => `${span.from}–${span.to}${isOvernight(span) ? ' (+1)' : ''}`).join(', ');
}
