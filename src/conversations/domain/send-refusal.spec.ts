import {
  claimed,
  conversation,
  entry,
  hold,
  msAfter,
  NOW,
  WINDOW,
  WINDOW_MS,
} from '../../../test/support/lane-fixtures';
import type { ConversationRow, OutboxEntry } from '../schemas/conversation.schema';
import { refusalOf } from './send-refusal';

const open = { lastInboundAt: msAfter(-1_000) };
const facts = { account: { sendable: true }, window: WINDOW, now: NOW };
const refusal = (row: Partial<ConversationRow>, head: OutboxEntry = entry('s'), more: Partial<typeof facts> = {}) =>
  refusalOf(conversation({ ...open, outbox: [head], ...row }), head, { ...facts, ...more });
const dropped = (code: string) => ({ kind: 'drop', error: { code } });

describe('refusalOf', () => {
  it.each<[string, Partial<ConversationRow>]>([
    ['the outbox is empty', { outbox: [] }],
    ['another send is the head', { outbox: [entry('other')] }],
    ['it is on its way', { outbox: [claimed('s')] }],
  ])('has moved on when %s', (_, row) => {
    expect(refusal({ ...row, optedOut: true })).toEqual({ kind: 'moved-on' });
  });

  it('has moved on when nothing stands in its way any more', () => {
    expect(refusal({})).toEqual({ kind: 'moved-on' });
  });

  it('drops it when the participant opted out', () => {
    expect(refusal({ optedOut: true })).toMatchObject(dropped('SEND.OPTED_OUT'));
  });

  describe('under a hold', () => {
    const held = { hold: hold(msAfter(60_000)) };

    it('drops what the bot says', () => {
      expect(refusal(held)).toMatchObject(dropped('SEND.HELD'));
    });

    it.each([
      ['a person writes', entry('s', { origin: 'person', userId: 'u1' as never })],
      ['the same decision set the hold', entry('s', { passesHoldId: 'h1' })],
    ])('keeps it when %s', (_, head) => {
      expect(refusal(held, head)).toEqual({ kind: 'moved-on' });
    });

    it('drops what belongs to an earlier hold', () => {
      expect(refusal(held, entry('s', { passesHoldId: 'h0' }))).toMatchObject(dropped('SEND.HELD'));
    });

    it.each([
      ['it is over', hold(NOW)],
      ['a person ended it', hold(msAfter(60_000), { endedEarly: true })],
    ])('counts no more once %s', (_, over) => {
      expect(refusal({ hold: over })).toEqual({ kind: 'moved-on' });
    });
  });

  it.each<[string, Date | null, string]>([
    ['the participant never wrote', null, 'drop'],
    ['the window has just closed', msAfter(-WINDOW_MS), 'drop'],
    ['a millisecond is left', msAfter(-WINDOW_MS + 1), 'moved-on'],
  ])('when %s: %s', (_, lastInboundAt, kind) => {
    expect(refusal({ lastInboundAt })).toMatchObject(
      kind === 'drop' ? dropped('SEND.WINDOW_CLOSED') : { kind: 'moved-on' },
    );
  });

  describe('when the window is over', () => {
    const late = { lastInboundAt: msAfter(-WINDOW_MS) };
    const window = { ...WINDOW, humanAgentMs: 7 * WINDOW_MS };

    it('says since when', () => {
      expect(refusal(late)).toMatchObject({ error: { message: expect.stringContaining(NOW.toISOString()) as string } });
    });

    it('lets people write who may, and tells the bot that only they may', () => {
      expect(refusal(late, entry('s', { origin: 'person' }), { window })).toEqual({ kind: 'moved-on' });
      expect(refusal(late, entry('s'), { window })).toMatchObject({
        error: { code: 'SEND.WINDOW_CLOSED', message: expect.stringContaining('a person still may') as string },
      });
    });

    it.each<[string, Date, object]>([
      ['holds', msAfter(1), { kind: 'moved-on' }],
      ['is over', NOW, dropped('SEND.TOO_LATE')],
    ])('goes by a permit of its own: it %s', (_, permittedUntil, expected) => {
      expect(refusal({ lastInboundAt: null }, entry('s', { permittedUntil }))).toMatchObject(expected);
    });
  });

  it('lets it wait while the account cannot send', () => {
    expect(refusal({}, entry('s'), { account: { sendable: false } })).toEqual({ kind: 'wait', ms: expect.any(Number) });
  });
});
