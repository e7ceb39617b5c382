import type { AccountId, ConversationId, WorkspaceId } from '../../../shared/kernel';
import { countingWorld } from './counting-world';
import { LabelBook } from './label-book';
import type { CountedMessage } from './thread-days';
import { type ThreadScope, unitsOfThread } from './thread-units';
import type { Unit } from './unit';

const workspaceId = 'w' as WorkspaceId;
const conversationId = 'c' as ConversationId;
const NOON = Date.parse('2026-06-01T12:00:00Z');

function setUp(isReported = true) {
  const guessed: string[] = [];
  const guess = (text: string) => {
    guessed.push(text);
    return 'en';
  };
  const hours = { timeZone: 'UTC', weekly: null, exceptions: [] };
  const world = countingWorld({ hours }, new LabelBook({}), guess);
  const since = world.calendar.named('2026-01-01');
  const scope: ThreadScope = { workspaceId, world, since, isReported: () => isReported };
  const count = (messages: CountedMessage[], known: readonly Unit[] = [], firstAt?: Date) => {
    const days = [
      ...new Map(messages.map(({ at }) => world.calendar.at(at.getTime())).map((one) => [one.day, one])).values(),
    ];
    return unitsOfThread(
      scope,
      { conversationId, messages },
      days,
      new Map(known.map((one) => [one.id, one])),
      firstAt,
    );
  };
  return { guessed, count };
}

const said = (text: string, minute = 0): CountedMessage => ({
  ...{ accountId: 'a' as AccountId, text, at: new Date(NOON + minute * 60_000) },
  ...{ direction: 'in', origin: 'participant', status: 'received' },
});
const languages = (units: readonly Unit[]) =>
  units
    .flatMap(({ cells }) => cells.flatMap(({ counts }) => Object.keys(counts)))
    .filter((key) => key.startsWith('lang:'));

describe('what a conversation counts for', () => {
  it('guesses a language once for each text', () => {
    const { guessed, count } = setUp();
    const first = count([said('Do you ship?')]);
    expect(languages(first)).toEqual(['lang:en']);
    const again = count([said('Do you ship?')], first);
    expect(again).toEqual(first);
    expect(guessed).toEqual(['Do you ship?']);
    count([said('Do you ship?'), said('To Rome', 1)], first);
    expect(guessed).toEqual(['Do you ship?', 'Do you ship? To Rome']);
  });

  it('guesses by the first words of the day only, however much somebody writes', () => {
    const { guessed, count } = setUp();
    const long = Array.from({ length: 40 }, (_, minute) => said(`word number ${minute}`, minute));
    const before = count(long);
    expect(guessed.map(({ length }) => length)).toEqual([160]);
    count([...long, said('and one more', 50)], before);
    expect(guessed).toHaveLength(1);
  });

  it('asks nobody about somebody who wrote no words', () => {
    const { guessed, count } = setUp();
    expect(languages(count([said('')]))).toEqual(['lang:unknown']);
    expect(guessed).toEqual([]);
  });

  it('begins on the earliest day that is known', () => {
    const { count } = setUp();
    const beginning = (firstAt?: Date) => count([said('x')], [], firstAt).find(({ kind }) => kind === 'conversation');
    expect(beginning()?.cells[0]?.day).toBe('2026-06-01');
    expect(beginning(new Date('2026-02-03T00:00:00Z'))?.cells[0]?.day).toBe('2026-02-03');
  });

  it('is nothing for an account that is not reported', () => {
    expect(setUp(false).count([said('x')])).toEqual([]);
  });
});
