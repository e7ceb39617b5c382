import { conversation } from '../../../test/support/lane-fixtures';
import type { MessageRow } from '../schemas/message.schema';
import { threadFactsOf } from './thread-facts';

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 5, 12, minute));
const message = (minute: number, direction: 'in' | 'out', kind?: MessageRow['kind']) =>
  ({ at: at(minute), text: `at ${minute}`, direction, ...(kind === undefined ? {} : { kind }) }) as MessageRow;
const NOTHING = { lastInboundAt: undefined, lastWrittenAt: undefined, messages: [] };
const known = {
  ...conversation(),
  lastInboundAt: at(10),
  lastWrittenAt: at(5),
  lastMessage: { text: 'known', at: at(12), direction: 'out' as const },
  optedOut: false,
};

describe('where a conversation stands', () => {
  it('is as it was read, when a turn has taken nothing', () => {
    expect(threadFactsOf(known, NOTHING, 1_000)).toEqual({
      lastInboundAt: at(10),
      lastWrittenAt: at(5),
      lastMessage: known.lastMessage,
      optedOut: false,
      blocked: false,
      windowMs: 1_000,
    });
  });

  it('moves on with what the turn has taken, and never back', () => {
    const messages = [message(20, 'in'), message(18, 'in'), message(30, 'in', 'mention')];
    const taken = { lastInboundAt: at(20), lastWrittenAt: at(4), messages };
    expect(threadFactsOf(known, taken, 1)).toMatchObject({
      lastInboundAt: at(20),
      lastWrittenAt: at(5),
      lastMessage: { text: 'at 20', direction: 'in' },
    });
    expect(threadFactsOf(known, { ...NOTHING, messages: [message(3, 'in')] }, 1).lastMessage).toEqual(
      known.lastMessage,
    );
  });

  it('of rows from before messages were told from other acts, is what opened the window', () => {
    const { lastWrittenAt: _, ...old } = known;
    expect(threadFactsOf(old, NOTHING, 1).lastWrittenAt).toEqual(at(10));
  });
});
