import fc from 'fast-check';
import {
  conversation,
  echo,
  entry,
  message,
  msAfter,
  nothingDecided,
  NOW,
  personSend,
  says,
  timerFired,
  WINDOW_MS,
} from '../../../test/support/lane-fixtures';
import type { ConversationRow } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import { foldTurn } from './fold-turn';
import { newestMessageId } from './person-send';

/** A bot that answers whatever it may answer. */
function play(events: LaneEvent[], row: Partial<ConversationRow> = {}) {
  return foldTurn({
    conversation: conversation(row),
    events,
    now: NOW,
    windowMs: WINDOW_MS,
    partsOf: (content) => [content],
    decide: ({ event, state }) => {
      const answers = 'answerable' in event && event.answerable;
      const sends = answers ? [{ id: `re-${event.eventId}`, content: says('re') }] : [];
      return { ...nothingDecided(state), sends };
    },
  }).commit;
}

const expecting = (id: string, expectedLastMessageId: string): LaneEvent => {
  const event = personSend(id);
  return { ...event, payload: { ...event.payload, expectedLastMessageId } as LaneEvent['payload'] };
};

describe('who waits after a turn', () => {
  it('is the person since their first message, and the conversation is open again', () => {
    const { waiting } = play([message('a', 'a', { platformAt: msAfter(1) }), message('b')]).mirrors;
    expect(waiting).toEqual({ since: msAfter(1), answered: false, wakes: true });
  });

  it('is nobody when somebody answered in the app after all of it, and they again when they wrote since', () => {
    expect(play([message('a'), echo('e')]).mirrors.waiting).toEqual({ answered: true, wakes: true });
    const later = message('b', 'b', { platformAt: msAfter(7) });
    expect(play([message('a'), echo('e'), later]).mirrors.waiting).toMatchObject({ answered: true, since: msAfter(7) });
  });

  it('is nobody when nothing was written', () => {
    expect(play([timerFired('t', 'x'), personSend('s')]).mirrors.waiting).toEqual({ answered: false, wakes: false });
  });

  it('each send says up to which message it answers', () => {
    const { sends } = play([message('a', 'a', { platformAt: msAfter(-5) }), message('b', 'b', { platformAt: NOW })]);
    expect(sends.map(({ answers }) => answers)).toEqual([msAfter(-5), NOW]);
  });
});

describe('a blocked person', () => {
  const blocked = { blockedAt: msAfter(-1), status: 'closed' as const };

  it('is stored and never answered, counts as nothing unread and opens nothing', () => {
    const { sends, mirrors } = play([message('a'), message('b')], blocked);
    expect(sends).toEqual([]);
    expect(mirrors).toMatchObject({ unread: 0, waiting: { answered: false, wakes: false } });
    expect(mirrors.lastMessage).toMatchObject({ text: 'b' });
  });
});

describe('a message that was written ahead', () => {
  const scheduled = (): LaneEvent => {
    const event = personSend('s');
    return { ...event, payload: { ...event.payload, timerId: 't1' } as LaneEvent['payload'] };
  };

  it('goes out when it is due, and silences the bot like any other', () => {
    const { sends, hold } = play([scheduled()]);
    expect([sends.map(({ id }) => id), hold?.reason]).toEqual([['s'], 'person_reply']);
  });

  it('is not sent when it was taken back, though its timer had fired', () => {
    const { sends, hold, consumed } = play([scheduled()], { calledOff: ['t1'] });
    expect([sends, hold, consumed.map(({ id }) => id)]).toEqual([[], null, ['s']]);
  });
});

describe('two members who answer at once', () => {
  const last = { id: 'm1', text: 'hi', at: msAfter(-1), direction: 'in' as const };

  it('the first goes out, the second fails and says why, and neither is lost', () => {
    const { sends } = play([expecting('first', 'm1'), expecting('second', 'm1')], { lastMessage: last });
    expect(sends.map(({ id, refusal }) => [id, refusal?.code])).toEqual([
      ['first', undefined],
      ['second', 'MESSAGE.SUPERSEDED'],
    ]);
  });

  it('one that fails silences nobody', () => {
    expect(play([expecting('late', 'm0')], { lastMessage: last }).hold).toBeNull();
  });

  it('what the person wrote meanwhile counts, what is on its way too', () => {
    const refusalOf = (events: LaneEvent[], row: Partial<ConversationRow>) => play(events, row).sends.at(-1)?.refusal;
    expect(refusalOf([message('new'), expecting('s', 'm1')], { lastMessage: last })).toBeDefined();
    expect(refusalOf([expecting('s', 'm1')], { lastMessage: last, outbox: [entry('x')] })).toBeDefined();
    expect(refusalOf([expecting('s', 'x')], { lastMessage: last, outbox: [entry('x')] })).toBeUndefined();
  });

  it('of any members who all know the same last message, exactly one is sent', () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ids, (members) => {
        const { sends } = play(
          members.map((id) => expecting(id, 'm1')),
          { lastMessage: { ...last, id: 'm1' } },
        );
        // One that is called like the message itself knows a newer one than all others.
        fc.pre(!members.includes('m1'));
        expect(sends.filter(({ refusal }) => refusal === undefined)).toHaveLength(1);
      }),
    );
  });

  it('in a conversation from before there were ids nothing is refused', () => {
    const old = conversation({ lastMessage: { text: 'hi', at: NOW, direction: 'in' } });
    expect(newestMessageId(old)).toBeNull();
    expect(play([expecting('s', 'whatever')], { lastMessage: old.lastMessage }).sends[0]?.refusal).toBeUndefined();
  });
});
