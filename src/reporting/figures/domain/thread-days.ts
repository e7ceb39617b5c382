import type { ThreadFact } from '../../../conversations';
import { stableId } from '../../../shared/kernel';
import { type Cell, type Counts } from './counts';
import type { CountingWorld } from './counting-world';
import type { LocalDay } from './day-calendar';
import { bucketOf } from './histogram';
import { histogramsOf, type ResponseTiming } from './timings';

const HOUR_MS = 60 * 60 * 1_000;
/** The time in which an answer is one: as long as the platform lets the account write. Farther apart, messages have nothing to do with each other here. */
export const ANSWER_MS = 24 * HOUR_MS;
/** Characters of what somebody wrote on a day; of more, the language is told no better. */
const LANGUAGE_SAMPLE = 160;
const UNKNOWN = 'unknown';
/** Of more answers on a day, only their buckets are kept. */
const MOST_TIMINGS = 1_000;

/** The language that a text was taken for. To guess takes long, so that it is done once for each text. */
export interface GuessedLanguage {
  /** Hash of the text. */
  of: string;
  /** ISO 639-1 code, or `unknown`. */
  is: string;
}

/** What one conversation counts for on one day. */
export interface ThreadDay {
  day: string;
  cells: Cell[];
  /** Of the day's questions that were answered; absent where none was. */
  timings?: ResponseTiming[];
  /** Absent where nobody wrote words. */
  language?: GuessedLanguage;
}

export type CountedMessage = ThreadFact;

/** Answers that are given by people, in Parley or in the channel's own app. */
const isHuman = ({ origin }: CountedMessage): boolean => origin === 'person' || origin === 'app';
const isDirect = ({ kind }: CountedMessage): boolean => kind === undefined;
const wasSent = ({ direction, status }: CountedMessage): boolean => direction === 'out' && status === 'sent';
const isReceived = (message: CountedMessage): boolean => message.direction === 'in' && isDirect(message);

/**
 * The wanted days of one conversation. `messages` are all from 24 hours before the first of them to 24 hours after the
 * last, the oldest first. What was read back from before the account was connected does not count. `guessed`: of a day, as
 * it was counted before.
 */
export function threadDaysOf(
  messages: readonly CountedMessage[],
  wanted: readonly LocalDay[],
  world: CountingWorld,
  guessed: (day: string) => GuessedLanguage | undefined = () => undefined,
): ThreadDay[] {
  const counted = messages.filter(({ backfill }) => backfill !== 'history');
  return wanted.flatMap((day) => {
    const [first, last] = [lowerBound(counted, day.start), lowerBound(counted, day.end)];
    if (first === last) return [];
    const counting = new DayCount(counted, day, world, guessed(day.day));
    for (let place = first; place < last; place += 1) counting.count(place);
    return [counting.result()];
  });
}

/** When the person first wrote, in milliseconds; null if never. */
export function firstWrittenAt(messages: readonly CountedMessage[]): number | null {
  const times = messages
    .filter((message) => isReceived(message) && message.backfill !== 'history')
    .map(({ at }) => at.getTime());
  return times.length === 0 ? null : times.reduce((least, time) => Math.min(least, time));
}

/** What a day and a conversation have counted for, message by message. */
class DayCount {
  private readonly counts: Record<string, number> = {};
  private readonly timings: ResponseTiming[] = [];
  private said = '';
  private answeredBy = { bot: false, human: false };
  private received = 0;

  constructor(
    private readonly all: readonly CountedMessage[],
    private readonly day: LocalDay,
    private readonly world: CountingWorld,
    private readonly guessed: GuessedLanguage | undefined,
  ) {}

  count(place: number): void {
    const message = this.all[place];
    if (message === undefined) return;
    if (message.direction === 'in') this.countReceived(message, place);
    else this.countOutgoing(message, place);
  }

  result(): ThreadDay {
    const { language, timings } = this;
    if (this.received > 0) this.countActive(language?.is ?? UNKNOWN);
    this.countHandled();
    return {
      ...{ day: this.day.day, cells: this.cells },
      ...(timings.length === 0 ? {} : { timings }),
      ...(language === undefined ? {} : { language }),
    };
  }

  private get language(): GuessedLanguage | undefined {
    return this.said === '' ? undefined : this.languageOf(this.said.slice(0, LANGUAGE_SAMPLE));
  }

  private countHandled(): void {
    const { bot, human } = this.answeredBy;
    if (bot || human) this.add(`handled:${bot && human ? 'both' : human ? 'human' : 'bot'}`);
  }

  private languageOf(text: string): GuessedLanguage {
    const of = stableId('said', text);
    if (this.guessed?.of === of) return this.guessed;
    return { of, is: this.world.languageOf(text) ?? UNKNOWN };
  }

  private countActive(language: string): void {
    this.add('conv:active');
    this.add(`ac:${this.account}:active`);
    this.add(`lang:${language}`);
  }

  private countReceived(message: CountedMessage, place: number): void {
    this.add(`in:${kindOf(message)}`);
    this.add(`ac:${this.account}:in`);
    if (!isDirect(message)) return;
    this.received += 1;
    const { text = '' } = message;
    if (text !== '' && this.said.length < LANGUAGE_SAMPLE) this.said += this.said === '' ? text : ` ${text}`;
    if (message.standby !== true && this.isQuestion(message, place)) this.countQuestion(message, place);
  }

  /** Nobody has written within a day before it, or we were the last. */
  private isQuestion({ at }: CountedMessage, place: number): boolean {
    const before = this.neighbour(place, -1, (one) => isReceived(one) || wasSent(one));
    return before === null || before.direction === 'out' || at.getTime() - before.at.getTime() > ANSWER_MS;
  }

  private countQuestion({ at }: CountedMessage, place: number): void {
    this.add('ask:all');
    const answer = this.neighbour(place, 1, wasSent);
    if (answer === null) return;
    const clock = answer.at.getTime() - at.getTime();
    if (clock > ANSWER_MS) return;
    const open = this.world.openTime.between(at, answer.at);
    const by = isHuman(answer) ? 'human' : 'bot';
    this.add(`ask:${by}`);
    const timing = { of: 'first', day: this.day.day, clock, open, by } as const;
    if (answer.userId === undefined) return this.addTiming(timing);
    const agent = this.world.labels.aliasOf('agent', answer.userId);
    this.add(`ag:${agent}:answered`);
    this.addTiming({ ...timing, agent });
  }

  private addTiming(timing: ResponseTiming): void {
    if (this.timings.length < MOST_TIMINGS) this.timings.push(timing);
    for (const [name, ms] of histogramsOf(timing)) this.add(`${name}:${bucketOf(ms)}`);
  }

  private countOutgoing(message: CountedMessage, place: number): void {
    if (message.origin !== 'app') this.add(`send:${message.status}`);
    if (message.error !== undefined && message.status !== 'sent')
      this.add(`fail:${this.world.labels.aliasOf('failure', message.error)}`);
    if (!wasSent(message)) return;
    this.add(`out:${message.origin}`);
    this.add(`outk:${kindOf(message)}`);
    this.add(`ac:${this.account}:out`);
    this.answeredBy[isHuman(message) ? 'human' : 'bot'] = true;
    if (message.userId !== undefined) this.add(`ag:${this.world.labels.aliasOf('agent', message.userId)}:sent`);
    if (message.content === 'private-reply') this.countPrivateReply(message, place);
  }

  private countPrivateReply({ at }: CountedMessage, place: number): void {
    this.add('pr:sent');
    const reply = this.neighbour(place, 1, isReceived);
    if (reply !== null && reply.at.getTime() - at.getTime() <= ANSWER_MS) this.add('pr:replied');
  }

  private get account(): string {
    return this.world.labels.aliasOf('account', this.all[0]?.accountId ?? '');
  }

  /** The next one, before or after a place, that fits. */
  private neighbour(place: number, step: 1 | -1, fits: (one: CountedMessage) => boolean): CountedMessage | null {
    for (let other = place + step; ; other += step) {
      const message = this.all[other];
      if (message === undefined) return null;
      if (fits(message)) return message;
    }
  }

  private get cells(): Cell[] {
    const counts: Counts = this.counts;
    return Object.keys(counts).length === 0 ? [] : [{ day: this.day.day, flow: '', counts }];
  }

  private add(key: string): void {
    this.counts[key] = (this.counts[key] ?? 0) + 1;
  }
}

/** Of a message what it is made of, of anything else what it is. */
function kindOf(message: CountedMessage): string {
  if (message.kind !== undefined) return message.kind;
  if (message.content !== undefined) return message.content;
  if (message.postbackPayload !== undefined || message.quickReplyPayload !== undefined) return 'tap';
  return (message.attachments ?? []).length > 0 ? 'attachment' : 'text';
}

function lowerBound(sorted: readonly CountedMessage[], time: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.at.getTime() ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
