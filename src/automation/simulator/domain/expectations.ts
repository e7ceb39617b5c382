import type { Json, JsonObject } from '../../../conversations';
import {
  describeText,
  type Expectation,
  type FlowTestFailure,
  sameJson,
  type TextExpectation,
  textFits,
} from '../../../flows';
import type { TimelineEntry } from './virtual-timeline';
import type { VirtualLaneState } from './virtual-lane-state';

export type Reply = Extract<TimelineEntry, { kind: 'bot' }>;

/** What an expectation is compared with. */
export interface Outcome {
  /** What the bot said since the expectations before. */
  replies: readonly Reply[];
  lane: VirtualLaneState;
  /** Of the session that ran last. */
  session: { status: string; vars: JsonObject } | null;
}

export type Mismatch = Omit<FlowTestFailure, 'step'>;
type Check<Value> = (value: Value, outcome: Outcome) => Mismatch[];
type Checks = { [Key in keyof Required<Expectation>]: Check<NonNullable<Expectation[Key]>> };

/** Everything that is not as expected; none when all is. */
export function mismatchesOf(expectation: Expectation, outcome: Outcome): Mismatch[] {
  return (Object.keys(CHECKS) as (keyof Expectation)[]).flatMap((key) => checkOne(key, expectation, outcome));
}

function checkOne<Key extends keyof Expectation>(key: Key, expectation: Expectation, outcome: Outcome): Mismatch[] {
  const value = expectation[key];
  if (value === undefined) return [];
  const check: Check<NonNullable<Expectation[Key]>> = CHECKS[key];
  return check(value, outcome);
}

const CHECKS: Checks = {
  replies: (expected, { replies }) => {
    if (expected.length !== replies.length) {
      const message = `${countOf(expected.length, 'reply', 'replies')} expected, but the bot said ${quoted(replies)}`;
      return [{ at: 'replies', expected: expected.map(describeText), got: replies.map(shownText), message }];
    }
    return expected.flatMap((text, index) => replyMismatch(text, replies[index], index));
  },
  reply: (expected, { replies }) => {
    if (replies.some((reply) => isSent(reply) && textFits(reply.text, expected))) return [];
    const wanted = describeText(expected);
    const message = `a reply should be ${wanted}, but the bot said ${quoted(replies)}`;
    return [{ at: 'reply', expected: wanted, got: replies.map(shownText), message }];
  },
  noReply: (_, { replies }) => {
    const sent = replies.filter(isSent);
    if (sent.length === 0) return [];
    const message = `no reply was expected, but the bot said ${quoted(sent)}`;
    return [{ at: 'noReply', expected: [], got: sent.map(shownText), message }];
  },
  buttons: (expected, { replies }) => {
    const titles = (replies.findLast(isSent)?.buttons ?? []).map(({ title }) => title);
    return same('buttons', 'the buttons under the last reply', expected, titles);
  },
  status: (expected, { session }) => same('status', 'the status', expected, session?.status ?? 'none'),
  handedOff: (expected, { lane }) => same('handedOff', 'handed off', expected, lane.handoffs.length > 0),
  contact: (expected, { lane: { contact } }) => contactMismatches(expected, contact),
  variables: (expected, { session }) =>
    Object.entries(expected).flatMap(([name, value]) =>
      same(`variables.${name}`, `the variable "${name}"`, value, session?.vars[name] ?? null),
    ),
  goals: (expected, { lane: { goals } }) =>
    same(
      'goals',
      'the goals',
      expected,
      goals.map(({ goal }) => goal),
    ),
  note: (expected, { lane: { notes } }) => someText('note', expected, notes),
  task: (expected, { lane: { tasks } }) =>
    someText(
      'task',
      expected,
      tasks.map(({ title }) => title),
    ),
  pending: (expected, { lane: { pending } }) => {
    const kinds = pending.map(({ kind }) => kind);
    if (kinds.includes(expected)) return [];
    const message = `the task "${expected}" should be under way, but ${kinds.length === 0 ? 'none is' : `these are: ${kinds.join(', ')}`}`;
    return [{ at: 'pending', expected, got: kinds, message }];
  },
};

const isSent = ({ suppressed }: Reply): boolean => suppressed === undefined;

function replyMismatch(expected: TextExpectation, reply: Reply | undefined, index: number): Mismatch[] {
  const got = shownText(reply);
  if (reply !== undefined && isSent(reply) && textFits(reply.text, expected)) return [];
  const wanted = describeText(expected);
  const message = `reply ${index + 1} should be ${wanted}, but was "${got}"`;
  return [{ at: `replies[${index}]`, expected: wanted, got, message }];
}

function contactMismatches(
  { tags = [], withoutTags = [], fields = {}, ...facts }: NonNullable<Expectation['contact']>,
  contact: VirtualLaneState['contact'],
): Mismatch[] {
  const known: JsonObject = { ...contact };
  return [
    ...Object.entries(facts).flatMap(([name, value]) =>
      same(`contact.${name}`, `the contact's ${name}`, value ?? null, known[name] ?? null),
    ),
    ...Object.entries(fields).flatMap(([name, value]) =>
      same(`contact.fields.${name}`, `the contact's field "${name}"`, value, contact.fields[name] ?? null),
    ),
    ...tags.filter((tag) => !contact.tags.includes(tag)).map((tag) => tagMismatch('tags', tag, 'lacks', contact.tags)),
    ...withoutTags
      .filter((tag) => contact.tags.includes(tag))
      .map((tag) => tagMismatch('withoutTags', tag, 'has', contact.tags)),
  ];
}

function tagMismatch(list: string, tag: string, verb: string, tags: string[]): Mismatch {
  const message = `the contact ${verb} the tag "${tag}"; its tags: ${tags.length === 0 ? 'none' : tags.join(', ')}`;
  return { at: `contact.${list}`, expected: tag, got: tags, message };
}

function someText(at: string, expected: TextExpectation, texts: readonly string[]): Mismatch[] {
  if (texts.some((text) => textFits(text, expected))) return [];
  const wanted = describeText(expected);
  const there = texts.length === 0 ? 'there is none' : `there are only ${texts.map((text) => `"${text}"`).join(', ')}`;
  return [{ at, expected: wanted, got: [...texts], message: `a ${at} should be ${wanted}, but ${there}` }];
}

function same(at: string, what: string, expected: Json, got: Json): Mismatch[] {
  if (sameJson(expected, got)) return [];
  return [
    { at, expected, got, message: `${what} should be ${JSON.stringify(expected)}, but was ${JSON.stringify(got)}` },
  ];
}

function shownText(reply: Reply | undefined): string {
  if (reply === undefined) return '';
  return reply.suppressed === undefined ? reply.text : `${reply.text} (not sent: ${reply.suppressed})`;
}

function quoted(replies: readonly Reply[]): string {
  return replies.length === 0 ? 'nothing' : replies.map((reply) => `"${shownText(reply)}"`).join(', ');
}

const countOf = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
