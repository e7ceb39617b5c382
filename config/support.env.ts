import { DateTime } from 'luxon';
import { z } from 'zod';
import { doc, text } from './setting';

export const SUPPORT_SEVERITIES = ['blocking', 'high', 'medium', 'low'] as const;
export type SupportSeverity = (typeof SUPPORT_SEVERITIES)[number];

export interface SupportTerms {
  readonly firstResponseHours: number;
  readonly resolutionHours: number;
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
type Day = (typeof DAYS)[number];

/** Both `HH:MM`; `24:00` is the end of the day. */
interface Span {
  readonly from: string;
  readonly to: string;
}
export type SupportWeek = Readonly<Partial<Record<Day, readonly Span[]>>>;

const MAX_HOURS = 8_760;
const TERMS = /^([a-z]+)=(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/;
const SPAN = /^([a-z]+)(?:-([a-z]+))? ((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Hours until the first answer, and until the solution, of each severity: `blocking=1/8,…`. Null: it is not like that. */
export function supportTermsIn(value: string): Readonly<Record<SupportSeverity, SupportTerms>> | null {
  const read = value.split(',').map((part) => termsOf(part.trim()));
  const found = new Map(read.filter((one) => one !== null));
  const [blocking, high, medium, low] = SUPPORT_SEVERITIES.map((severity) => found.get(severity));
  const isEachOnce = read.length === SUPPORT_SEVERITIES.length;
  return isEachOnce && blocking && high && medium && low ? { blocking, high, medium, low } : null;
}

function termsOf(part: string): [SupportSeverity, SupportTerms] | null {
  const [, name, first, second] = TERMS.exec(part) ?? [];
  const severity = SUPPORT_SEVERITIES.find((one) => one === name);
  const [firstResponseHours, resolutionHours] = [Number(first), Number(second)];
  const fits = firstResponseHours > 0 && firstResponseHours <= resolutionHours && resolutionHours <= MAX_HOURS;
  return severity === undefined || !fits ? null : [severity, { firstResponseHours, resolutionHours }];
}

/** `monday-friday 09:00-18:00, saturday 10:00-14:00`. Null: it is not like that. */
export function supportWeekIn(value: string): SupportWeek | null {
  const spans = value
    .toLowerCase()
    .split(',')
    .map((part) => spansOf(part.trim()));
  const known = spans.filter((one) => one !== null);
  return known.length === spans.length ? weekOf(known.flat()) : null;
}

function spansOf(part: string): { day: Day; span: Span }[] | null {
  const [, first = '', last = first, from = '', to = ''] = SPAN.exec(part) ?? [];
  const [begin, end] = [DAYS.findIndex((day) => day === first), DAYS.findIndex((day) => day === last)];
  if (begin < 0 || end < begin || from === to) return null;
  return DAYS.slice(begin, end + 1).map((day) => ({ day, span: { from, to } }));
}

function weekOf(spans: readonly { day: Day; span: Span }[]): SupportWeek {
  const days = DAYS.map((day) => [day, spans.filter((one) => one.day === day).map(({ span }) => span)] as const);
  return Object.fromEntries(days.filter(([, ofDay]) => ofDay.length > 0));
}

const GROUP = 'Support tickets';

/** How whoever runs Parley answers the workspaces that ask for help. */
export const supportEnv = {
  SUPPORT_MAIL: doc(z.email().optional(), {
    group: GROUP,
    description:
      'Where new support tickets, and those that nobody has taken, are told of. Without one, the queue alone shows them.',
    example: 'support@example.org',
  }),
  SUPPORT_SLA_HOURS: doc(
    text()
      .refine(
        (value) => supportTermsIn(value) !== null,
        `must name ${SUPPORT_SEVERITIES.join(', ')} once each, as severity=hours/hours, the first no more than the second`,
      )
      .default('blocking=1/8,high=4/24,medium=24/72,low=48/168'),
    {
      group: GROUP,
      description:
        'Hours until the first answer and until the solution that a ticket of each severity is promised. An open ticket keeps what it was promised.',
    },
  ),
  SUPPORT_OPEN: doc(
    text()
      .refine(
        (value) => supportWeekIn(value) !== null,
        'must be days with hours, such as "monday-friday 09:00-18:00, saturday 10:00-14:00"',
      )
      .optional(),
    {
      group: GROUP,
      description:
        'When somebody answers tickets, such as "monday-friday 09:00-18:00, saturday 10:00-14:00": only that time counts. Without it, all does.',
    },
  ),
  SUPPORT_TIME_ZONE: doc(
    text()
      .refine((zone) => DateTime.local({ zone }).isValid, 'must be the name of a time zone, such as Europe/Berlin')
      .default('UTC'),
    { group: GROUP, description: 'Time zone of SUPPORT_OPEN, such as Europe/Berlin.' },
  ),
};
