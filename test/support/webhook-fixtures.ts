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

const control = { previous_owner_app_id: '777292979687735', new_owner_app_id: '1217981644879628', metadata: 'vip' };

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
      attachments: [
        { type: 'image', url: CDN },
        { type: 'video', url: CDN },
      ],
    },
  ],
  ...(
    [
      ['audio', { url: CDN }, {}],
      ['file', { url: CDN }, {}],
      ['fallback', { url: CDN, title: 'A page' }, { title: 'A page' }],
      [
        'ig_reel',
        { reel_video_id: '17906265000000001', title: 'Reel caption', url: CDN },
        { title: 'Reel caption', mediaId: '17906265000000001' },
      ],
      [
        'ig_post',
        { ig_post_media_id: '17897654000000001', title: 'Post caption', url: CDN },
        { title: 'Post caption', mediaId: '17897654000000001' },
      ],
      ['share', { url: CDN }, {}],
      ['media', { url: CDN, id: '17897654000000002' }, { mediaId: '17897654000000002' }],
      ['story_mention', { url: CDN }, { isStory: true }],
      ['ig_story', { url: CDN }, { isStory: true }],
    ] as const
  ).map(([type, payload, more]): [string, object, object] => [
    type,
    received(`m-${type}`, attachment(type, payload)),
    { kind: 'message', attachments: [{ type, url: CDN, ...more }] },
  ]),
  [
    'view-once media, which has no URL',
    received('m11', attachment('ephemeral')),
    { kind: 'message', attachments: [{ type: 'ephemeral', isEphemeral: true }] },
  ],
  [
    'something the platform does not pass on',
    { message: { mid: 'm12', is_unsupported: true } },
    { kind: 'message', mid: 'm12', attachments: [], isUnsupported: true },
  ],
  [
    'reply to a message',
    { message: { mid: 'm13', text: 'this one?', reply_to: { mid: 'm3' } } },
    { kind: 'message', text: 'this one?', replyTo: { mid: 'm3' } },
  ],
  [
    'reply to a story',
    { message: { mid: 'm14', text: 'love it', reply_to: { story: { url: CDN, id: '18050000000000001' } } } },
    { kind: 'message', text: 'love it', replyTo: { story: { id: '18050000000000001', url: CDN } } },
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
    {
      kind: 'message',
      text: 'Is this available?',
      referral: {
        ref: 'spring_ad',
        adId: '120200000000000001',
        source: 'ADS',
        type: 'OPEN_THREAD',
        adTitle: 'Spring sale',
      },
    },
  ],
  [
    'question about a product',
    { message: { mid: 'm18', text: 'Size M?', referral: { product: { id: '5000000000000001' } } } },
    { kind: 'message', text: 'Size M?', referral: { productId: '5000000000000001' } },
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
    {
      kind: 'postback',
      mid: 'm21',
      payload: 'ICE_BREAKER:start',
      referral: { ref: 'qr_table_9', source: 'SHORTLINK', type: 'OPEN_THREAD' },
    },
  ],
  [
    'postback without a mid',
    { postback: { title: 'Talk to an agent', payload: 'MENU:handoff' } },
    { kind: 'postback', payload: 'MENU:handoff' },
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
    { kind: 'echo', mid: 'm30', participantId: SHOP, typedBy: 'self' },
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
  [
    'a message of the account that is not marked as an echo',
    { sender: { id: SHOP }, recipient: { id: JANE }, message: { mid: 'm33', text: 'Hello!' } },
    { kind: 'echo', mid: 'm33', text: 'Hello!', participantId: JANE },
  ],
  [
    'reaction',
    { reaction: { mid: 'm3', action: 'react', reaction: 'love', emoji: '\u2764\ufe0f' } },
    { kind: 'reaction', mid: 'm3', action: 'react', reaction: 'love', emoji: '\u2764\ufe0f' },
  ],
  ['reaction taken back', { reaction: { mid: 'm3', action: 'unreact' } }, { kind: 'reaction', action: 'unreact' }],
  [
    'reaction of the account',
    {
      sender: { id: SHOP },
      recipient: { id: JANE },
      reaction: { mid: 'm1', action: 'react', reaction: 'other', emoji: '\ud83d\udc4d' },
    },
    { kind: 'reaction', mid: 'm1', fromAccount: true, participantId: JANE },
  ],
  [
    'edit',
    { message_edit: { mid: 'm1', text: 'What are your opening hours?', num_edit: 1 } },
    { kind: 'edit', mid: 'm1', text: 'What are your opening hours?', editNumber: 1 },
  ],
  [
    'edit with a number as a text',
    { message_edit: { mid: 'm1', text: 'x', num_edit: '2' } },
    { kind: 'edit', mid: 'm1', editNumber: 2 },
  ],
  ['unsent message', { message: { mid: 'm1', is_deleted: true } }, { kind: 'unsend', mid: 'm1' }],
  [
    'unsent message of the account',
    { sender: { id: SHOP }, recipient: { id: JANE }, message: { mid: 'm3', is_deleted: true, is_echo: true } },
    { kind: 'unsend', mid: 'm3', fromAccount: true, participantId: JANE },
  ],
  [
    'referral into a thread',
    { referral: { ref: 'qr_table_9', source: 'SHORTLINK', type: 'OPEN_THREAD' } },
    { kind: 'referral', referral: { ref: 'qr_table_9', source: 'SHORTLINK', type: 'OPEN_THREAD' } },
  ],
  [
    'opt-in',
    {
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
    },
    { kind: 'optin', type: 'notification_messages', payload: 'promo', title: 'topic' },
  ],
  [
    'thread passed on',
    { pass_thread_control: control },
    {
      kind: 'thread-control',
      what: 'passed',
      previousOwner: '777292979687735',
      newOwner: '1217981644879628',
      metadata: 'vip',
    },
  ],
  ['thread taken', { take_thread_control: control }, { kind: 'thread-control', what: 'taken' }],
  [
    'thread asked for, the app’s id as a number',
    { request_thread_control: { requested_owner_app_id: 777292979687735, metadata: 'please' } },
    { kind: 'thread-control', what: 'requested', requestedOwner: '777292979687735' },
  ],
];
