import fc from 'fast-check';
import {
  conversation,
  echo,
  entry,
  hold,
  message,
  msAfter,
  nothingDecided,
  NOW,
  personSend,
  postback,
  says,
  timerFired,
  WINDOW_MS,
} from '../../../test/support/lane-fixtures';
import type { ConversationRow } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import { type FoldedTurn, foldTurn } from './fold-turn';
import { OUTBOX_SIZE } from './limits';
import type { TurnDecision, TurnInput } from './turn';

/** What the handler of a test says to an event: how many sends, whether it hands off. Drawn, but fixed by the event’s id. */
type Script = Record<string, { sends: number; handoff: boolean }>;

const decideBy =
  (script: Script) =>
  (input: TurnInput): TurnDecision => {
    const { sends, handoff } = script[input.event.eventId] ?? { sends: 0, handoff: false };
    const { eventId } = input.event;
    return {
      ...nothingDecided({ seen: [...((input.state?.['seen'] ?? []) as string[]), eventId] }),
      sends: Array.from({ length: sends }, (_, index) => ({ id: `${eventId}/${index}`, content: says('x') })),
      ...(handoff ? { hold: { minutes: 30, reason: 'handoff' } } : {}),
    };
  };

const MAKERS: ((id: string, platformAt: Date) => LaneEvent)[] = [
  (id, platformAt) => message(id, id, { platformAt }),
  (id, platformAt) => postback(id, 'P', { platformAt }),
  (id, platformAt) => personSend(id, id, { platformAt }),
  (id, platformAt) => echo(id, id, { platformAt }),
  (id, platformAt) => timerFired(id, `timer-${id}`, { platformAt }),
];

interface Situation {
  row: ConversationRow;
  events: LaneEvent[];
  script: Script;
}

const situations: fc.Arbitrary<Situation> = fc
  .record({
    waiting: fc.nat(OUTBOX_SIZE),
    heldForMs: fc.option(fc.integer({ min: -5_000, max: 5_000 })),
    steps: fc.array(
      fc.record({
        make: fc.constantFrom(...MAKERS),
        ageMs: fc.nat(2 * WINDOW_MS),
        sends: fc.nat(6),
        handoff: fc.boolean(),
      }),
      { maxLength: 20 },
    ),
  })
  .map(({ waiting, heldForMs, steps }) => ({
    row: conversation({
      outbox: Array.from({ length: waiting }, (_, index) => entry(`w${index}`)),
      hold: heldForMs === null ? null : hold(msAfter(heldForMs)),
    }),
    events: steps.map(({ make, ageMs }, index) => make(`e${index}`, msAfter(-ageMs))),
    script: Object.fromEntries(steps.map(({ sends, handoff }, index) => [`e${index}`, { sends, handoff }])),
  }));

const fold = ({ row, events, script }: Situation): FoldedTurn =>
  foldTurn({
    conversation: row,
    events,
    now: NOW,
    windowMs: WINDOW_MS,
    partsOf: (content) => [content],
    decide: decideBy(script),
  });

const always = (holds: (situation: Situation, folded: FoldedTurn) => void) =>
  fc.assert(
    fc.property(situations, (situation) => holds(situation, fold(situation))),
    { numRuns: 300 },
  );

/** The event that a send came from. */
const originOf = (id: string) => id.split('/')[0] ?? '';

describe('foldTurn, for any batch', () => {
  it('takes events from the front, and consumes exactly those', () => {
    always(({ events }, { taken, commit }) => {
      expect(taken).toEqual(events.slice(0, taken.length));
      expect(commit.consumed.map(({ id }) => id)).toEqual(taken.map(({ _id }) => _id));
    });
  });

  it('never asks for more than the outbox has room for', () => {
    always(({ row }, { commit }) => {
      expect(row.outbox.length + commit.sends.length).toBeLessThanOrEqual(OUTBOX_SIZE);
    });
  });

  it('keeps the sends in the order of their events, none twice, none of an event left out', () => {
    always((_, { taken, commit }) => {
      const order = taken.map(({ _id }) => _id);
      const places = commit.sends.map(({ id }) => order.indexOf(originOf(id)));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
      expect(new Set(commit.sends.map(({ id }) => id)).size).toBe(commit.sends.length);
    });
  });

  it('gives the same commit when it decides again', () => {
    always((situation, folded) => expect(fold(situation)).toEqual(folded));
  });

  it('leaves what it was given as it was', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const before = structuredClone({ row: situation.row, events: situation.events });
        fold(situation);
        expect({ row: situation.row, events: situation.events }).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it('says nothing for the bot once a person has written, and nothing past a hold without its pass', () => {
    always(({ row, script }, { taken, commit }) => {
      const heldAtFirst = row.hold !== null && row.hold.until > NOW;
      const lastPerson = taken.findLastIndex(
        ({ payload }) => payload.kind === 'echo' || payload.kind === 'person-send',
      );
      const bot = commit.sends.filter(({ origin }) => origin === 'bot');
      if (heldAtFirst || lastPerson >= 0) expect(bot).toEqual([]);
      else if (commit.hold !== null) {
        expect(bot.every(({ passesHoldId }) => passesHoldId === commit.hold?.id)).toBe(true);
        const handoff = taken.findIndex(({ _id }) => script[_id]?.handoff === true);
        const order = taken.map(({ _id }) => _id);
        expect(bot.every(({ id }) => order.indexOf(originOf(id)) <= handoff)).toBe(true);
      }
    });
  });

  it('keeps every word of a person', () => {
    always((_, { taken, commit }) => {
      const written = taken.filter(({ payload }) => payload.kind === 'person-send').map(({ _id }) => _id);
      expect(commit.sends.filter(({ origin }) => origin === 'person').map(({ id }) => id)).toEqual(written);
    });
  });

  it('comes to the same state, sends and rows as one turn for each event', () => {
    always(({ row, script }, { taken, commit, messages }) => {
      let current = row;
      const rows: string[] = [];
      for (const event of taken) {
        const one = fold({ row: { ...current, outbox: [] }, events: [event], script });
        rows.push(...one.messages.map(({ _id }) => _id));
        current = { ...current, state: one.commit.state, hold: one.commit.hold ?? current.hold };
      }
      expect(commit.state).toEqual(current.state);
      expect((commit.hold ?? row.hold)?.until).toEqual(current.hold?.until);
      expect(messages.map(({ _id }) => _id)).toEqual(rows);
    });
  });
});
