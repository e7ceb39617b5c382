import fc from 'fast-check';
import {
  envelopeOf,
  HANDLED_ITEMS,
  JANE,
  SHOP,
  UNHANDLED_WEBHOOKS,
  webhookOf,
} from '../../../test/support/webhook-fixtures';
import type { ChannelEvent } from '../../conversations';
import { type DecodedItem, decodeWebhook } from './decode-webhook';

const AT = 1_790_000_000_000;
const eventsOf = (items: DecodedItem[] | null): ChannelEvent[] =>
  (items ?? []).flatMap((item) => (item.kind === 'event' ? [item.event] : []));
const only = (item: object): ChannelEvent => {
  const [event, ...others] = eventsOf(decodeWebhook(webhookOf(item)));
  if (event === undefined || others.length > 0) throw new Error('not exactly one event');
  return event;
};

describe('decodeWebhook', () => {
  it.each(HANDLED_ITEMS)('%s', (_, item, event) => {
    expect(only(item)).toMatchObject({ participantId: JANE, at: AT, ...event });
  });

  it.each(UNHANDLED_WEBHOOKS)('%s: kept as it came, for an admin', (_, body) => {
    const items = decodeWebhook(body) ?? [];
    expect(items).toMatchObject([{ kind: 'unrecognised', igUserId: expect.any(String), reason: expect.any(String) }]);
    const [entry] = (body as { entry: { messaging?: unknown[]; standby?: unknown[]; changes?: unknown[] }[] }).entry;
    const list = entry?.messaging ?? entry?.standby ?? entry?.changes;
    expect(items[0]).toHaveProperty('raw', list === undefined ? entry : list[0]);
  });

  it('splits a batch of several accounts, in order', () => {
    const text = (mid: string, from: string, to: string, more: object = {}) => ({
      sender: { id: from },
      recipient: { id: to },
      timestamp: AT,
      message: { mid, text: mid, ...more },
    });
    const body = envelopeOf(
      { id: SHOP, time: 1, messaging: [text('m2', JANE, SHOP), text('m3', SHOP, JANE, { is_echo: true })] },
      { id: '17841400000000002', time: 1, messaging: [text('m4', '900000000000777', '17841400000000002')] },
    );
    expect(decodeWebhook(body)).toMatchObject([
      { igUserId: SHOP, event: { kind: 'message', mid: 'm2', participantId: JANE } },
      { igUserId: SHOP, event: { kind: 'echo', mid: 'm3', participantId: JANE } },
      { igUserId: '17841400000000002', event: { kind: 'message', mid: 'm4', participantId: '900000000000777' } },
    ]);
  });

  it('never lets one bad item, or one bad entry, spoil the others', () => {
    const good = webhookOf({ message: { mid: 'good', text: 'x' } }).entry;
    const [badItems] = webhookOf(
      { message: { text: 'no mid' } },
      { sender: {} },
      { timestamp: 'soon', read: { mid: 'm' } },
    ).entry;
    const items = decodeWebhook(envelopeOf(badItems, { id: 12_334 }, null, 'text', ...good)) ?? [];
    expect(items.map(({ kind }) => kind)).toEqual([...Array.from({ length: 6 }, () => 'unrecognised'), 'event']);
  });

  describe('times', () => {
    it.each<[string, unknown, number]>([
      ['milliseconds', 1_790_000_000_123, 1_790_000_000_123],
      ['seconds', 1_790_000_000, 1_790_000_000_000],
      ['the first milliseconds of thirteen digits', 1e12, 1e12],
      ['milliseconds as a text', '1790000000123', 1_790_000_000_123],
      ['seconds as a text', '1527459824', 1_527_459_824_000],
    ])('%s', (_, timestamp, at) => {
      expect(only({ timestamp, message: { mid: 'm', text: 'x' } }).at).toBe(at);
    });

    it.each([null, '', 'soon', -1, 0, 1e300, undefined])('%p is none', (timestamp) => {
      expect(decodeWebhook(webhookOf({ timestamp, message: { mid: 'm', text: 'x' } }))).toMatchObject([
        { kind: 'unrecognised' },
      ]);
    });
  });

  describe('dedupe keys', () => {
    const keyOf = (item: object) => only(item).dedupeKey;

    it('are the same in every delivery of the same thing', () => {
      for (const [, item] of HANDLED_ITEMS) expect(keyOf(structuredClone(item))).toBe(keyOf(item));
      const again = { message: { mid: 'm', text: 'x' } };
      expect(keyOf({ ...again, timestamp: AT + 5_000 })).toBe(keyOf(again));
    });

    it('differ between different things, also of one mid', () => {
      const keys = HANDLED_ITEMS.map(([, item]) => keyOf(item));
      expect(new Set(keys).size).toBe(keys.length);
      const ofOneMid = [
        { message: { mid: 'm', text: 'x' } },
        { message: { mid: 'm', text: 'x', is_echo: true } },
        { postback: { mid: 'm', payload: 'x' } },
        { read: { mid: 'm' } },
      ].map(keyOf);
      expect(new Set(ofOneMid).size).toBe(4);
    });

    it('of postbacks without a mid tell person, time and payload apart', () => {
      const tapped = { postback: { payload: 'A' } };
      const keys = [
        tapped,
        { ...tapped, timestamp: AT + 1 },
        { ...tapped, sender: { id: '2' } },
        { postback: { payload: 'B' } },
      ].map(keyOf);
      expect(new Set(keys).size).toBe(4);
    });

    it('of two who have seen the same message differ', () => {
      expect(keyOf({ read: { mid: 'm' } })).not.toBe(keyOf({ read: { mid: 'm' }, sender: { id: '2' } }));
    });
  });

  it.each([null, 7, 'text', [], {}, { object: 'instagram' }, { entry: [] }, { object: 'instagram', entry: {} }])(
    '%j is no webhook',
    (body) => {
      expect(decodeWebhook(body)).toBeNull();
    },
  );

  describe('whatever arrives', () => {
    const settings = { numRuns: 500 };
    const json = fc.jsonValue({ maxDepth: 4 });
    /** JSON under the names that a webhook uses, so that it gets further than the first check. */
    const almost = fc.record(
      {
        sender: fc.oneof(fc.constant({ id: JANE }), json),
        recipient: fc.oneof(fc.constant({ id: SHOP }), json),
        timestamp: fc.oneof(fc.constant(AT), fc.double(), json),
        message: fc.oneof(fc.record({ mid: fc.string(), text: json, attachments: json, is_echo: json }), json),
        postback: json,
        read: json,
      },
      { requiredKeys: [] },
    );

    it('it never throws', () => {
      fc.assert(
        fc.property(json, json, (body, entry) => {
          decodeWebhook(body);
          decodeWebhook(envelopeOf(entry));
          decodeWebhook(envelopeOf({ id: SHOP, messaging: [entry] }));
        }),
        settings,
      );
    });

    it('each member gives one item, and every event can be stored', () => {
      fc.assert(
        fc.property(fc.array(almost, { maxLength: 5 }), (messaging) => {
          const items = decodeWebhook(envelopeOf({ id: SHOP, messaging })) ?? [];
          expect(items).toHaveLength(messaging.length);
          for (const { at, dedupeKey, participantId } of eventsOf(items)) {
            expect(Number.isNaN(new Date(at).getTime())).toBe(false);
            expect([dedupeKey, participantId]).not.toContain('');
          }
        }),
        settings,
      );
    });
  });
});
