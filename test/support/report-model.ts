import { DateTime } from 'luxon';
import type { ThreadFact } from '../../src/conversations';
import type { MessageRow } from '../../src/conversations/schemas/message.schema';
import type { EscalationFact } from '../../src/escalations';
import type { Cell } from '../../src/reporting/figures/domain/counts';
import { bucketOf } from '../../src/reporting/figures/domain/histogram';
import { type Labels, type LabelSet, namesOf } from '../../src/reporting/figures/domain/label-book';
import { type BusinessHours, isOpen, stableId } from '../../src/shared/kernel';

export type ModelMessage = Pick<
  MessageRow,
  | '_id'
  | 'conversationId'
  | 'accountId'
  | 'kind'
  | 'direction'
  | 'origin'
  | 'status'
  | 'at'
  | 'text'
  | 'userId'
  | 'backfill'
  | 'standby'
> & { content?: { kind: NonNullable<ThreadFact['content']> }; error?: { code: string } };

/** As the product reads them: the oldest first, and flat. */
export const asRead = (messages: readonly ModelMessage[]): (ThreadFact & Pick<ModelMessage, 'conversationId'>)[] =>
  [...messages].sort(inOrder).map(({ _id, content, error, ...rest }) => ({
    ...rest,
    ...(content === undefined ? {} : { content: content.kind }),
    ...(error === undefined ? {} : { error: error.code }),
  }));

/** By day and key, as rows should count; keys name ids themselves where rows have short names. */
export class ModelDays extends Map<string, Map<string, number>> {
  /** By day and the name of a histogram, in milliseconds. */
  readonly times = new Map<string, Map<string, number[]>>();

  add(day: string, key: string, by = 1): void {
    const counts = this.get(day) ?? new Map<string, number>();
    this.set(day, counts.set(key, (counts.get(key) ?? 0) + by));
  }

  addTime(day: string, name: string, ms: number): void {
    this.add(day, `${name}:${bucketOf(ms)}`);
    const times = this.times.get(day) ?? new Map<string, number[]>();
    this.times.set(day, times.set(name, [...(times.get(name) ?? []), ms]));
  }

  /** The least time that at least this share of all of these days do not exceed; null of none. */
  quantile(days: readonly string[], name: string, share: number): number | null {
    const all = days.flatMap((day) => this.times.get(day)?.get(name) ?? []);
    const enough = all.filter((ms) => all.filter((other) => other <= ms).length >= share * all.length);
    return enough.length === 0 ? null : Math.min(...enough);
  }
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/**
 * What messages count for, worked out anew for each number by looking at all messages: slow, and with nothing of the
 * product but the bucket of a time. Times must be whole minutes.
 */
export function modelOfThreads(messages: readonly ModelMessage[], hours: BusinessHours): ModelDays {
  const days = new ModelDays();
  const add: Add = (at, key, ms) => {
    const day = dayOf(at, hours.timeZone);
    if (ms === undefined) days.add(day, key);
    else days.addTime(day, key, ms);
  };
  const counted = messages.filter(({ backfill }) => backfill !== 'history');
  for (const conversationId of new Set(counted.map((one) => one.conversationId))) {
    const thread = counted.filter((one) => one.conversationId === conversationId).sort(inOrder);
    modelOfThread(thread, hours, add);
  }
  return days;
}

export type ModelEscalation = Pick<
  EscalationFact,
  'conversationId' | 'reason' | 'status' | 'severity' | 'assigneeId' | 'sla' | 'createdAt' | 'resolvedAt' | 'resolvedBy'
>;

/** The same of escalations; `days` is added to. Reasons are named as they are. */
export function modelOfEscalations(
  escalations: readonly ModelEscalation[],
  hours: BusinessHours,
  days = new ModelDays(),
): ModelDays {
  const add: AddAll = (at, ...keys) => {
    if (at === undefined) return;
    const day = dayOf(at, hours.timeZone);
    for (const key of keys)
      if (typeof key === 'string') days.add(day, key);
      else if (key !== false) days.addTime(day, ...key);
  };
  for (const one of escalations) {
    add(one.createdAt, 'esc:opened', `escr:${stableId('reason', one.reason)}`);
    add(one.createdAt, ...apart(one, 'opened'), one.assigneeId !== undefined && `ag:${one.assigneeId}:escalations`);
    const first = one.sla.firstResponse;
    add(first.metAt, ...modelOfTimes('esc-first', one, [first.startedAt, first.metAt], one.assigneeId, hours));
    modelOfEnd(one, hours, add);
    modelOfPromise(one, 'first-response', first, add);
    modelOfPromise(one, 'resolution', one.sla.resolution, add);
  }
  return days;
}

type Timed = [name: string, ms: number];
type AddAll = (at: Date | undefined, ...keys: (string | false | Timed)[]) => void;

const apart = ({ severity }: ModelEscalation, what: string, who?: string): (string | false)[] => [
  `escs:${severity}:${what}`,
  who !== undefined && `ag:${who}:${what}`,
];

function modelOfEnd(one: ModelEscalation, hours: BusinessHours, add: AddAll): void {
  const { status, createdAt, resolvedAt, resolvedBy } = one;
  if (status === 'cancelled') add(resolvedAt, 'esc:cancelled', ...apart(one, 'cancelled', resolvedBy));
  if (status !== 'resolved') return;
  add(resolvedAt, 'esc:resolved', ...apart(one, 'resolved', resolvedBy));
  add(resolvedAt, ...modelOfTimes('resolve', one, [createdAt, resolvedAt], resolvedBy, hours));
}

function modelOfPromise(
  one: ModelEscalation,
  name: string,
  { dueAt, breachedAt, metAt }: ModelEscalation['sla']['resolution'],
  add: AddAll,
): void {
  const isKept = dueAt !== undefined && breachedAt === undefined;
  if (isKept) add(metAt, `sla:${name}:met`, ...apart(one, `${name}-met`, one.assigneeId));
  add(breachedAt, `sla:${name}:breached`, ...apart(one, `${name}-breached`, one.assigneeId));
}

function modelOfTimes(
  name: string,
  { severity }: ModelEscalation,
  [from, to]: readonly [Date, Date | undefined],
  who: string | undefined,
  hours: BusinessHours,
): (Timed | false)[] {
  if (to === undefined) return [];
  const open = openBetween(hours, from, to);
  return [
    [`h:${name}`, to.getTime() - from.getTime()],
    [`h:${name}-open`, open],
    [`hs-${name}:${severity}`, open],
    who !== undefined && [`ha-${name}:${who}`, open],
  ];
}

/** Of a time, in the histogram of that name. */
type Add = (at: Date, key: string, ms?: number) => void;

function modelOfThread(thread: readonly ModelMessage[], hours: BusinessHours, add: Add): void {
  const theirs = thread.filter(({ direction, kind }) => direction === 'in' && kind === undefined);
  const ours = thread.filter(({ direction, status }) => direction === 'out' && status === 'sent');
  const [first] = theirs;
  if (first !== undefined) {
    add(first.at, 'conv:new');
    add(first.at, `ac:${first.accountId}:new`);
  }
  for (const message of thread) modelOfMessage(message, add);
  for (const message of ours) modelOfSent(message, theirs, add);
  for (const question of theirs)
    if (isQuestion(question, [...theirs, ...ours])) modelOfQuestion(question, ours, hours, add);
  for (const day of new Set(thread.map(({ at }) => dayOf(at, hours.timeZone)))) {
    const on = (list: readonly ModelMessage[]) => list.filter(({ at }) => dayOf(at, hours.timeZone) === day);
    modelOfDay(on(theirs), on(ours), add);
  }
}

function modelOfMessage(message: ModelMessage, add: Add): void {
  const { at, direction, kind, accountId, origin, status, error } = message;
  if (direction === 'in') {
    add(at, `in:${kind ?? 'text'}`);
    add(at, `ac:${accountId}:in`);
    return;
  }
  if (origin !== 'app') add(at, `send:${status}`);
  if (error !== undefined && status !== 'sent') add(at, `fail:${error.code}`);
}

function modelOfSent(message: ModelMessage, theirs: readonly ModelMessage[], add: Add): void {
  const { at, origin, content, accountId, userId } = message;
  add(at, `out:${origin}`);
  add(at, `outk:${content?.kind ?? 'text'}`);
  add(at, `ac:${accountId}:out`);
  if (userId !== undefined) add(at, `ag:${userId}:sent`);
  if (content?.kind !== 'private-reply') return;
  add(at, 'pr:sent');
  const [reply] = theirs.filter((one) => inOrder(message, one) < 0);
  if (reply !== undefined && gap(message, reply) <= 24 * HOUR) add(at, 'pr:replied');
}

function isQuestion(question: ModelMessage, talk: readonly ModelMessage[]): boolean {
  if (question.standby === true) return false;
  const before = talk
    .filter((one) => inOrder(one, question) < 0)
    .sort(inOrder)
    .at(-1);
  return before === undefined || before.direction === 'out' || gap(before, question) > 24 * HOUR;
}

function modelOfDay(theirs: readonly ModelMessage[], ours: readonly ModelMessage[], add: Add): void {
  const [[received], [sent]] = [theirs, ours];
  if (received !== undefined) {
    add(received.at, 'conv:active');
    add(received.at, `ac:${received.accountId}:active`);
    add(received.at, 'lang:unknown');
  }
  const authors = new Set(ours.map(({ origin }) => (origin === 'bot' ? 'bot' : 'human')));
  if (sent !== undefined) add(sent.at, `handled:${authors.size === 2 ? 'both' : ([...authors][0] ?? '')}`);
}

function modelOfQuestion(question: ModelMessage, ours: readonly ModelMessage[], hours: BusinessHours, add: Add): void {
  add(question.at, 'ask:all');
  const [answer] = ours.filter((one) => inOrder(question, one) < 0);
  if (answer === undefined || gap(question, answer) > 24 * HOUR) return;
  const author = answer.origin === 'bot' ? 'bot' : 'human';
  const clock = gap(question, answer);
  add(question.at, `ask:${author}`);
  add(question.at, 'h:first', clock);
  add(question.at, `h:first-${author}`, clock);
  add(question.at, 'h:first-open', openBetween(hours, question.at, answer.at));
  if (answer.userId !== undefined) {
    add(question.at, `ag:${answer.userId}:answered`);
    add(question.at, `hag:${answer.userId}`, clock);
  }
}

/** Minute by minute. */
export function openBetween(hours: BusinessHours, from: Date, to: Date): number {
  let open = 0;
  for (let at = from.getTime(); at < to.getTime(); at += MINUTE) if (isOpen(hours, new Date(at))) open += MINUTE;
  return open;
}

export const dayOf = (at: Date, zone: string): string => DateTime.fromJSDate(at, { zone }).toISODate() ?? '';

const gap = (a: ModelMessage, b: ModelMessage): number => b.at.getTime() - a.at.getTime();
const inOrder = (a: ModelMessage, b: ModelMessage): number =>
  a.at.getTime() - b.at.getTime() || (a._id === b._id ? 0 : a._id < b._id ? -1 : 1);

const SETS: Readonly<Record<string, LabelSet>> = {
  ac: 'account',
  ag: 'agent',
  hag: 'agent',
  'ha-esc-first': 'agent',
  'ha-resolve': 'agent',
  fail: 'failure',
  tp: 'template',
  au: 'automation',
  escr: 'reason',
};

type PlainDays = Record<string, Record<string, number>>;

/** What rows count, in order, without zeros, with labels in place of the short names that stand for them. */
export function namedCells(cells: readonly Cell[], labels: Labels): PlainDays {
  const days = new ModelDays();
  for (const { day, counts } of cells) {
    const renamed = Object.entries(counts).map(([key, count]): [string, number] => {
      const [prefix = '', alias = '', ...rest] = key.split(':');
      const set = SETS[prefix];
      const label = set === undefined ? alias : (namesOf(labels, set).get(alias) ?? alias);
      return [[prefix, label, ...rest].join(':'), count];
    });
    days.set(day, new Map(renamed));
  }
  return plainDays(days);
}

export function plainDays(days: ModelDays): PlainDays {
  const inOrderOfKeys = <T>(entries: Iterable<[string, T]>) => [...entries].sort(([a], [b]) => a.localeCompare(b));
  const known = inOrderOfKeys(days).map(([day, counts]): [string, Record<string, number>] => [
    day,
    Object.fromEntries(inOrderOfKeys(counts).filter(([, count]) => count !== 0)),
  ]);
  return Object.fromEntries(known.filter(([, counts]) => Object.keys(counts).length > 0));
}
