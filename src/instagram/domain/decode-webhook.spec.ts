import fc from 'fast-check';
import { CHANGED_AT, HANDLED_CHANGES, UNHANDLED_WEBHOOKS } from '../../../test/support/webhook-change-fixtures';
import { envelopeOf, HANDLED_ITEMS, JANE, SHOP, webhookOf } from '../../../test/support/webhook-fixtures';
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

  it.each(HANDLED_CHANGES)('%s, at the time of its entry', (_, body, event) => {
    expect(decodeWebhook(body)).toMatchObject([{ kind: 'event', igUserId: SHOP, event: { at: CHANGED_AT, ...event } }]);
  });

  it.each(HANDLED_ITEMS)('%s, on standby: the same, marked so', (_, item) => {
    const [entry] = webhookOf(item).entry as { messaging: unknown[] }[];
    const body = envelopeOf({ id: SHOP, time: 1, standby: entry?.messaging });
    expect(eventsOf(decodeWebhook(body))).toEqual([{ ...only(item), standby: true }]);
  });

  it.each(HANDLED_ITEMS)('%s, wrapped as a change, as the dashboard does', (_, item) => {
    const [entry] = webhookOf(item).entry as { messaging: unknown[] }[];
    const wrapped = (value: unknown) => ({ field: 'messages', value });
    expect(eventsOf(decodeWebhook(envelopeOf({ id: SHOP, time: 1, changes: entry?.messaging.map(wrapped) })))).toEqual([
      only(item),
    ]);
    expect(eventsOf(decodeWebhook(envelopeOf({ id: SHOP, time: 1, ...wrapped(entry?.messaging[0]) })))).toEqual([
      only(item),
    ]);
  });

  it('takes all that an entry holds, in whatever shapes', () => {
    const messaging = webhookOf({ message: { mid: 'a', text: 'x' } }).entry as { messaging: unknown[] }[];
    const standby = webhookOf({ message: { mid: 'b', text: 'x' } }).entry as { messaging: unknown[] }[];
    const body = envelopeOf({ id: SHOP, messaging: messaging[0]?.messaging, standby: standby[0]?.messaging });
    expect(eventsOf(decodeWebhook(body))).toMatchObject([{ mid: 'a' }, { mid: 'b', standby: true }]);
  });

  it('has no empty fields, which a database would keep as null', () => {
    const events = HANDLED_ITEMS.map(([, item]) => only(item));
    const changed = HANDLED_CHANGES.flatMap(([, body]) => eventsOf(decodeWebhook(body)));
    for (const event of [...events, ...changed]) expect(Object.values(event)).not.toContain(undefined);
  });

  it('takes ids as long as Instagram makes them', () => {
    expect(only({ message: { mid: 'm'.repeat(200), text: 'x' } })).toMatchObject({ mid: 'm'.repeat(200) });
  });

  it('loses no message for a part of it that is malformed', () => {
    const message = {
      mid: 'm',
      text: 'x',
      referral: { ref: 7 },
      reply_to: 'm1',
      attachments: [{ type: 'image', payload: 7 }],
    };
    expect(only({ message })).toMatchObject({ text: 'x', attachments: [{ type: 'image' }] });
  });

  it.each(UNHANDLED_WEBHOOKS)('%s: kept as it came, for an admin', (_, body) => {
    const items = decodeWebhook(body) ?? [];
    expect(items).toMatchObject([{ kind: 'unrecognised', igUserId: expect.any(String), reason: expect.any(String) }]);
    const [entry] = body.entry as { messaging?: unknown[]; standby?: unknown[]; changes?: unknown[] }[];
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

    it.each([null, '', 'soon', -1, 0, 1e300, undefined, true, [5]])('%p is none', (timestamp) => {
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
        { message: { mid: 'm', is_deleted: true } },
        { message_edit: { mid: 'm', text: 'y', num_edit: 1 } },
        { message_edit: { mid: 'm', text: 'y', num_edit: 2 } },
        { reaction: { mid: 'm', action: 'react' } },
        { reaction: { mid: 'm', action: 'unreact' } },
        { reaction: { mid: 'm', action: 'react' }, timestamp: AT + 1 },
        { reaction: { mid: 'm', action: 'react' }, sender: { id: '2' } },
      ].map(keyOf);
      expect(new Set(ofOneMid).size).toBe(ofOneMid.length);
    });

    it('of a comment are the same however it is told', () => {
      const keys = HANDLED_CHANGES.flatMap(([, body]) => eventsOf(decodeWebhook(body))).map(
        ({ dedupeKey }) => dedupeKey,
      );
      expect(new Set(keys).size).toBe(HANDLED_CHANGES.length);
      const told = ['comments', 'live_comments'].flatMap((field) =>
        ['id', 'comment_id'].map((name) => {
          const value = { [name]: '1', text: 'x', from: { id: JANE }, media: { id: '9' } };
          return eventsOf(decodeWebhook(envelopeOf({ id: SHOP, time: 1, field, value })))[0]?.dedupeKey;
        }),
      );
      expect(new Set(told)).toEqual(new Set(['comment:1']));
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
        reaction: json,
        message_edit: json,
        referral: json,
        optin: json,
        pass_thread_control: json,
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
