/** Webhooks as Meta documents or public reports show them. Ids are invented. */
export const SHOP = '17841400000000001';
export const JANE = '900000000000001';
const CDN = 'https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=1&signature=x';

export const envelopeOf = (...entries: unknown[]) => ({ object: 'instagram', entry: entries });

/** One webhook with these members of `messaging`; each gets sender, recipient and time unless it has them. */
export const webhookOf = (...items: object[]) =>
  envelopeOf({
    id: SHOP,
    time: 1_790_000_000_123,
    messaging: items.map((item) => ({
      sender: { id: JANE },
      recipient: { id: SHOP },
      timestamp: 1_790_000_000_000,
      ...item,
    })),
  });

const attachment = (type: string, payload?: object) => ({ type, ...(payload === undefined ? {} : { payload }) });
const received = (mid: string, ...attachments: object[]) => ({ message: { mid, attachments } });

/** Members of `messaging` that become events of a conversation, and the part of the event that matters. */
export const HANDLED_ITEMS: [name: string, item: object, event: object][] = [
  [
    'text',
    { message: { mid: 'aWdfZAG1_m1', text: 'What are your hours?' } },
    { kind: 'message', mid: 'aWdfZAG1_m1', text: 'What are your hours?', attachments: [] },
  ],
  [
    'two attachments',
    received('m5', attachment('image', { url: CDN }), attachment('video', { url: CDN })),
    {
      kind: 'message',
      text: undefined,
      attachments: [
        { type: 'image', url: CDN },
        { type: 'video', url: CDN },
      ],
    },
  ],
  ...(
    [
      ['audio', { url: CDN }],
      ['ig_reel', { reel_video_id: '17906265000000001', title: 'Reel caption', url: CDN }],
      ['ig_post', { ig_post_media_id: '17897654000000001', title: 'Post caption', url: CDN }],
      ['share', { url: CDN }],
      ['story_mention', { url: CDN }],
    ] as const
  ).map(([type, payload]): [string, object, object] => [
    type,
    received(`m-${type}`, attachment(type, payload)),
    { kind: 'message', attachments: [{ type, url: CDN }] },
  ]),
  [
    'view-once media, which has no URL',
    received('m11', attachment('ephemeral')),
    { kind: 'message', attachments: [{ type: 'ephemeral' }] },
  ],
  [
    'something the platform does not pass on',
    { message: { mid: 'm12', is_unsupported: true } },
    { kind: 'message', mid: 'm12', attachments: [] },
  ],
  [
    'reply to a message',
    { message: { mid: 'm13', text: 'this one?', reply_to: { mid: 'm3' } } },
    { kind: 'message', text: 'this one?', replyToMid: 'm3' },
  ],
  [
    'reply to a story',
    { message: { mid: 'm14', text: 'love it', reply_to: { story: { url: CDN, id: '18050000000000001' } } } },
    { kind: 'message', text: 'love it', replyToMid: undefined },
  ],
  [
    'quick reply tap',
    { message: { mid: 'm15', text: 'Book a call', quick_reply: { payload: 'FLOW:42:NODE:7:BTN:2' } } },
    { kind: 'message', text: 'Book a call', quickReplyPayload: 'FLOW:42:NODE:7:BTN:2' },
  ],
  [
    'phone number as a quick reply',
    { message: { mid: 'm16', text: '+14155550123', quick_reply: { payload: '+14155550123' } } },
    { kind: 'message', quickReplyPayload: '+14155550123' },
  ],
  [
    'message after an ad click',
    {
      message: {
        mid: 'm17',
        text: 'Is this available?',
        referral: {
          ref: 'spring_ad',
          ad_id: '120200000000000001',
          source: 'ADS',
          type: 'OPEN_THREAD',
          ads_context_data: { ad_title: 'Spring sale', photo_url: CDN, video_url: CDN },
        },
      },
    },
    { kind: 'message', text: 'Is this available?' },
  ],
  [
    'question about a product',
    { message: { mid: 'm18', text: 'Size M?', referral: { product: { id: '5000000000000001' } } } },
    { kind: 'message', text: 'Size M?' },
  ],
  [
    'ice breaker',
    { postback: { mid: 'm19', title: 'Where do you deliver?', payload: 'ICE_BREAKER:deliver' } },
    { kind: 'postback', mid: 'm19', title: 'Where do you deliver?', payload: 'ICE_BREAKER:deliver' },
  ],
  [
    'postback of a new ig.me thread',
    {
      postback: {
        mid: 'm21',
        title: 'Get started',
        payload: 'ICE_BREAKER:start',
        referral: { ref: 'qr_table_9', source: 'SHORTLINK', type: 'OPEN_THREAD' },
      },
    },
    { kind: 'postback', mid: 'm21', payload: 'ICE_BREAKER:start' },
  ],
  [
    'postback without a mid',
    { postback: { title: 'Talk to an agent', payload: 'MENU:handoff' } },
    { kind: 'postback', mid: undefined, payload: 'MENU:handoff' },
  ],
  ['seen', { read: { mid: 'm3' } }, { kind: 'seen', mid: 'm3' }],
  [
    'echo of a text',
    { sender: { id: SHOP }, recipient: { id: JANE }, message: { mid: 'm3', text: 'Hello!', is_echo: true } },
    { kind: 'echo', mid: 'm3', text: 'Hello!', participantId: JANE },
  ],
  [
    'echo of a test message to oneself',
    {
      sender: { id: SHOP },
      recipient: { id: SHOP },
      message: { mid: 'm30', text: 'test', is_echo: true, is_self: true },
    },
    { kind: 'echo', mid: 'm30', participantId: SHOP },
  ],
  [
    'echo of cards, shown by the title of the first',
    {
      sender: { id: SHOP },
      recipient: { id: JANE },
      message: {
        mid: 'm31',
        is_echo: true,
        attachments: [attachment('template', { generic: { elements: [{ title: 'Mug' }] } })],
      },
    },
    { kind: 'echo', mid: 'm31', text: 'Mug', attachments: [{ type: 'template' }] },
  ],
  [
    'echo of buttons, whose text stands in the template',
    {
      sender: { id: SHOP },
      recipient: { id: JANE },
      message: {
        mid: 'm32',
        is_echo: true,
        attachments: [attachment('template', { template_type: 'button', text: 'What next?', buttons: [] })],
      },
    },
    { kind: 'echo', mid: 'm32', text: 'What next?' },
  ],
];

const control = { previous_owner_app_id: '777292979687735', new_owner_app_id: '1217981644879628', metadata: 'vip' };
const change = (field: string, value: object) =>
  envelopeOf({ id: SHOP, time: 1_790_000_010, changes: [{ field, value }] });
const flat = (field: string, value: object) => envelopeOf({ id: SHOP, time: 1_790_000_010, field, value });
const comment = (id: object) => ({
  ...id,
  text: 'LINK please',
  from: { id: JANE, username: 'jane.doe' },
  media: { id: '17890000000000001', media_product_type: 'FEED' },
});

/** Whole webhooks of which nothing is handled: they are kept, and never stop what is handled. */
export const UNHANDLED_WEBHOOKS: [name: string, body: unknown][] = [
  ['unsent message', webhookOf({ message: { mid: 'm1', is_deleted: true } })],
  ['referral into a thread', webhookOf({ referral: { ref: 'qr_table_9', source: 'SHORTLINK', type: 'OPEN_THREAD' } })],
  ['reaction', webhookOf({ reaction: { mid: 'm3', action: 'react', reaction: 'love', emoji: '\u2764\ufe0f' } })],
  ['reaction taken back', webhookOf({ reaction: { mid: 'm3', action: 'unreact' } })],
  ['edit', webhookOf({ message_edit: { mid: 'm1', text: 'What are your opening hours?', num_edit: 1 } })],
  ['edit with a number as a text', webhookOf({ message_edit: { mid: 'm1', text: 'x', num_edit: '1' } })],
  [
    'opt-in',
    webhookOf({
      optin: {
        type: 'notification_messages',
        payload: 'promo',
        notification_messages_token: '123',
        notification_messages_frequency: 'daily',
        token_expiry_timestamp: 2_592_000_000,
        user_token_status: 'REFRESHED',
        notification_messages_timezone: 'UTC',
        title: 'topic',
      },
    }),
  ],
  ['thread passed on', webhookOf({ pass_thread_control: control })],
  ['thread taken', webhookOf({ take_thread_control: control })],
  ['thread asked for', webhookOf({ request_thread_control: { requested_owner_app_id: '1', metadata: 'please' } })],
  [
    'standby',
    envelopeOf({
      id: SHOP,
      time: 1_790_000_009_123,
      standby: [
        {
          sender: { id: JANE },
          recipient: { id: SHOP },
          timestamp: 1_790_000_009_000,
          message: { mid: 'm22', text: 'still there?' },
        },
      ],
    }),
  ],
  ['comment in changes', change('comments', comment({ id: '17870000000000001', parent_id: '17870000000000000' }))],
  ['comment, flat', flat('comments', comment({ id: '17870000000000002' }))],
  ['comment on an ad', flat('comments', comment({ comment_id: '17870000000000003' }))],
  ['live comment', change('live_comments', comment({ id: '17870000000000004' }))],
  ['mention', change('mentions', { media_id: '17918195224117851', comment_id: '17894227972186120' })],
  ['one’s own comment', change('comments', { ...comment({ id: '5' }), from: { id: SHOP, username: 'luna' } })],
  [
    'the dashboard’s test button',
    envelopeOf({
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
    }),
  ],
];
