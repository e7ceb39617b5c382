import fc from 'fast-check';
import { happened, Listener, WORKSPACE } from '../../../test/support/live-desk';
import { sessionIdOf } from '../../../test/support/audit';
import type { UserId } from '../kernel';
import { entryOf, type FeedEntry, positionOf, storedText, textOfPosition } from './feed-entry';
import { LiveClient } from './live-client';

const EPOCH = 'epoch-1';
const member = {
  workspaceId: WORKSPACE,
  userId: 'ann' as UserId,
  sessionId: sessionIdOf('ann'),
  role: 'viewer' as const,
};
const at = (number: number, epoch = EPOCH): FeedEntry =>
  entryOf({ number, epoch, text: storedText(happened(`e${number}`)) });
const open = (number = 10) => {
  const listener = new Listener();
  const counted: string[] = [];
  const tally = { resync: () => void counted.push('resync'), dropped: () => void counted.push('dropped') };
  return { listener, counted, client: new LiveClient(member, listener, { epoch: EPOCH, number }, null, tally) };
};

describe('a live client', () => {
  it('hears each entry once and in order, however they overlap', () => {
    const pages = fc.array(fc.record({ from: fc.nat(5), length: fc.integer({ min: 1, max: 6 }) }), { maxLength: 12 });
    fc.assert(
      fc.property(pages, (plan) => {
        const { listener, client } = open();
        let end = 10;
        for (const { from, length } of plan) {
          // Begins at the latest where the last page ended, as every reading does.
          const start = Math.max(11, end + 1 - from);
          client.take(Array.from({ length }, (_, index) => at(start + index)));
          end = Math.max(end, start + length - 1);
        }
        expect(listener.told).toEqual(Array.from({ length: end - 10 }, (_, index) => `e${index + 11}`));
      }),
    );
  });

  it('is told to look anew where entries are missing, or the feed is another', () => {
    const { listener, client } = open();
    client.take([at(11), at(13)]);
    client.take([at(14, 'epoch-2')]);
    client.take([{ number: 15, epoch: 'epoch-3' }, at(16, 'epoch-3')]);
    expect(listener.told).toEqual(['e11', 'resync', 'e13', 'resync', 'e14', 'resync', 'e16']);
    expect(listener.lastId).toBe('epoch-3.16');
  });

  it('is counted when it must look anew, and when it reads too slowly, but not when it is gone', () => {
    const { listener, counted, client } = open();
    client.take([at(11), at(13)]);
    client.resync({ epoch: 'epoch-2', number: 1 });
    listener.isSlow = true;
    client.take([at(2, 'epoch-2')]);
    client.take([at(3, 'epoch-2')]);
    expect(counted).toEqual(['resync', 'resync', 'dropped']);
    const other = open();
    Object.assign(other.listener, { isSlow: true, isGone: true });
    other.client.take([at(11)]);
    expect([other.counted, other.listener.wasCutOff]).toEqual([[], true]);
  });

  it('writes nothing once it has ended', () => {
    const { listener, client } = open();
    client.end();
    client.take([at(11)]);
    client.beat();
    expect([listener.told, listener.isOpen]).toEqual([[], false]);
  });
});

describe('the id of an event in a stream', () => {
  it('is read as it was written', () => {
    const place = { epoch: 'abcdef0123456789abcdef01', number: 1_796_016_205_298 };
    expect(positionOf(textOfPosition(place))).toEqual(place);
  });

  it.each(['', '1', 'a.1', 'abcdef', 'abcdef.', 'abcdef.x', 'abcdef.1\n', `${'a'.repeat(40)}.1`])(
    'is none: %j',
    (text) => {
      expect(positionOf(text)).toBeNull();
    },
  );
});
