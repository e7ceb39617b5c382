import { envelopeOf, JANE, SHOP, webhookOf } from './webhook-fixtures';

const SECONDS = 1_790_000_010;
export const CHANGED_AT = SECONDS * 1_000;

const change = (field: string, value: object) => envelopeOf({ id: SHOP, time: SECONDS, changes: [{ field, value }] });
const flat = (field: string, value: object) => envelopeOf({ id: SHOP, time: SECONDS, field, value });
const comment = (id: object, media: object = {}) => ({
  ...id,
  text: 'LINK please',
  from: { id: JANE, username: 'jane.doe' },
  media: { id: '17890000000000001', media_product_type: 'FEED', ...media },
});
const ad = { ad_id: '120200000000000001', ad_title: 'Spring sale', original_media_id: '17890000000000002' };

/** Whole webhooks of one comment or mention, and the part of its event that matters. */
export const HANDLED_CHANGES: [name: string, body: { entry: unknown[] }, event: object][] = [
  [
    'comment in changes, on another comment',
    change('comments', comment({ id: '17870000000000001', parent_id: '17870000000000000' })),
    {
      kind: 'comment',
      commentId: '17870000000000001',
      parentId: '17870000000000000',
      text: 'LINK please',
      username: 'jane.doe',
      participantId: JANE,
      mediaId: '17890000000000001',
      mediaType: 'FEED',
      isLive: false,
    },
  ],
  [
    'comment, flat',
    flat('comments', comment({ id: '17870000000000002' }, { media_product_type: 'REELS' })),
    { kind: 'comment', commentId: '17870000000000002', mediaType: 'REELS' },
  ],
  [
    'comment on an ad, with the other name of its id',
    flat('comments', comment({ comment_id: '17870000000000003' }, { ...ad, media_product_type: 'AD' })),
    {
      kind: 'comment',
      commentId: '17870000000000003',
      adId: '120200000000000001',
      adTitle: 'Spring sale',
      originalMediaId: '17890000000000002',
    },
  ],
  [
    'comment without words',
    change('comments', { ...comment({ id: '17870000000000005' }), text: undefined }),
    { kind: 'comment', commentId: '17870000000000005', text: '' },
  ],
  [
    'live comment',
    change('live_comments', comment({ id: '17870000000000004' })),
    { kind: 'comment', commentId: '17870000000000004', isLive: true },
  ],
  [
    'mention in a comment',
    change('mentions', { media_id: '17918195224117851', comment_id: '17894227972186120' }),
    { kind: 'mention', mediaId: '17918195224117851', commentId: '17894227972186120', participantId: SHOP },
  ],
  [
    'mention in a caption',
    change('mentions', { media_id: '17918195224117851' }),
    { kind: 'mention', mediaId: '17918195224117851', participantId: SHOP },
  ],
];

/** A public reply of the account itself comes back like this. */
export const OWN_COMMENTS: [name: string, body: { entry: unknown[] }][] = [
  ['by its id', change('comments', { ...comment({ id: '5' }), from: { id: SHOP, username: 'luna' } })],
  ['by its name', change('comments', { ...comment({ id: '6' }), from: { id: '77', username: 'Luna.Studio' } })],
];

/** What the dashboard's “Test” button sends. Nobody has these ids. */
export const DASHBOARD_TEST = envelopeOf({
  id: '0',
  time: 1_527_459_824,
  changes: [
    {
      field: 'messages',
      value: {
        sender: { id: '12334' },
        recipient: { id: '23245' },
        timestamp: '1527459824',
        message: { mid: 'random_mid', text: 'random_text' },
      },
    },
  ],
});

/** Whole webhooks of which nothing is handled: they are kept, and never stop what is handled. */
export const UNHANDLED_WEBHOOKS: [name: string, body: { entry: unknown[] }][] = [
  ['an item of a kind that is new', webhookOf({ hologram: { hue: 7 } })],
  [
    'a receipt of the account itself',
    webhookOf({ sender: { id: SHOP }, recipient: { id: JANE }, read: { mid: 'm1' } }),
  ],
  ['a message without its id', webhookOf({ message: { text: 'hi' } })],
  ['a reaction that is neither', webhookOf({ reaction: { mid: 'm1', action: 'hug' } })],
  ['an edit without its number', webhookOf({ message_edit: { mid: 'm1', text: 'x', num_edit: true } })],
  ['a field that is new', change('story_insights', { media_id: '1', reach: 7 })],
  ['a field of something else, flat', flat('story_insights', { media_id: '1', reach: 7 })],
  ['a comment of nobody', change('comments', { ...comment({ id: '1' }), from: undefined })],
  ['a comment without its id', change('comments', comment({}))],
  ['a comment on nothing', change('comments', { ...comment({ id: '1' }), media: undefined })],
  [
    'a comment that happened at no time',
    envelopeOf({ id: SHOP, changes: [{ field: 'comments', value: comment({ id: '1' }) }] }),
  ],
  ['a mention of nothing', change('mentions', { comment_id: '1' })],
  ['a change that is none', envelopeOf({ id: SHOP, time: SECONDS, changes: [7] })],
  ['an entry with nothing in it', envelopeOf({ id: SHOP, time: SECONDS })],
  ['the dashboard’s test button', DASHBOARD_TEST],
];
