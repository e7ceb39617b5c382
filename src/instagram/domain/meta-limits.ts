/** Meta's limits for Instagram messaging. Each names the page of Meta's documentation it comes from. */

/** "Messenger Platform policy": the window after a person's last message. */
export const WINDOW_MS = 24 * 3_600_000;

/** "Human Agent": after a person's last message, for answers that a person writes, if the app has the feature. */
export const HUMAN_AGENT_MS = 7 * 24 * 3_600_000;

/** "Private replies": after the comment; to a comment on a live video, only while it runs, which lasts four hours at most. */
export const PRIVATE_REPLY_MS = 7 * 24 * 3_600_000;
export const LIVE_MS = 4 * 3_600_000;

/** "Messaging API (Instagram Login)": text in UTF-8 bytes; images in one message. */
export const TEXT_BYTES = 1_000;
export const IMAGES = 10;

/** "Messaging API (Instagram Login)": bytes of a file in a message, in the smaller sense of "8 MB" and "25 MB". */
export const MEDIA_BYTES = { image: 8_000_000, video: 25_000_000, audio: 25_000_000, file: 25_000_000 } as const;
/** The same page: formats that it takes. */
export const MEDIA_FORMATS = {
  image: ['image/png', 'image/jpeg', 'image/gif'],
  video: ['video/mp4', 'video/ogg', 'video/x-msvideo', 'video/quicktime', 'video/webm'],
  audio: ['audio/aac', 'audio/mp4', 'audio/wav'],
  file: ['application/pdf'],
} as const;
/** What people send is held to the same, in the larger sense. */
export const RECEIVED_BYTES = 25 * 1024 * 1024;

/** "Quick replies": number and characters of a title. */
export const QUICK_REPLIES = 13;
export const QUICK_REPLY_TITLE = 20;

/** "Button template": number of buttons, characters of the text and of a title. */
export const BUTTONS = 3;
export const BUTTON_TEXT = 640;
export const BUTTON_TITLE = 20;

/** "Generic template": cards of a message, characters of a card's texts. */
export const CARDS = 10;
export const CARD_TITLE = 80;
export const CARD_SUBTITLE = 80;

/** "Postback button", "Quick replies": characters of what comes back. */
export const PAYLOAD_CHARACTERS = 1_000;

/** "Ice breakers": questions of a locale, characters of one. */
export const ICE_BREAKERS = 4;
export const ICE_BREAKER_CHARACTERS = 80;

/** "Persistent menu": items that are advised, characters of a title. */
export const MENU_ITEMS = 5;
export const MENU_TITLE_CHARACTERS = 30;

/** "Sender actions": one emoji, which may be joined of several characters. */
export const REACTION_CHARACTERS = 16;

/** "Rate limiting", Instagram messaging: private replies to comments on posts and reels, for one account. */
export const PRIVATE_REPLIES_PER_HOUR = 750;

/** "Rate limiting", Instagram messaging: sends of audio, video and other media; private replies to a live video. */
export const MEDIA_SENDS_PER_SECOND = 10;
export const LIVE_REPLIES_PER_SECOND = 100;

/** "Rate limiting", business use cases: percentages at which to slow down and to stop. */
export const USAGE_SLOW = 80;
export const USAGE_STOP = 95;

/** "IG Media comments": characters, hashtags and links of a comment. */
export const COMMENT_CHARACTERS = 300;
export const COMMENT_HASHTAGS = 4;
export const COMMENT_LINKS = 1;

/** "Webhooks": updates in one POST. */
export const BATCH_ITEMS = 1_000;

/** A text of a flow may be so many times as long as a message: it goes out in parts. */
const TEXT_PARTS = 3;

/** The limits that an author of messages must keep, in the form that flows are checked with. */
export const INSTAGRAM_LIMITS = {
  text: { bytes: TEXT_PARTS * TEXT_BYTES, characters: TEXT_PARTS * TEXT_BYTES },
  privateReplyText: { bytes: TEXT_BYTES, characters: TEXT_BYTES },
  buttonText: { bytes: 4 * BUTTON_TEXT, characters: BUTTON_TEXT },
  maxButtons: BUTTONS,
  maxQuickReplies: QUICK_REPLIES,
  choiceTitleCharacters: Math.min(BUTTON_TITLE, QUICK_REPLY_TITLE),
  commentText: { bytes: 4 * COMMENT_CHARACTERS, characters: COMMENT_CHARACTERS },
  commentHours: { post: PRIVATE_REPLY_MS / 3_600_000, live: LIVE_MS / 3_600_000 },
  windowHours: WINDOW_MS / 3_600_000,
};

/** "Business Login for Instagram": a code is good once, for an hour; a short-lived token, too. */
export const LOGIN_CODE_MS = 3_600_000;

/** "refresh_access_token": a long-lived token that is not refreshed dies for good after 60 days … */
export const TOKEN_LIFE_MS = 60 * 24 * 3_600_000;
/** … and may be refreshed once it is a day old. */
export const TOKEN_REFRESH_MIN_AGE_MS = 24 * 3_600_000;

/** "Business Login for Instagram": what the owner is asked for. Without `basic` and `messages` nothing works. */
export const PERMISSIONS = {
  basic: 'instagram_business_basic',
  messages: 'instagram_business_manage_messages',
  comments: 'instagram_business_manage_comments',
} as const;
export const NEEDED_PERMISSIONS: readonly string[] = [PERMISSIONS.basic, PERMISSIONS.messages];

/** "Webhooks": fields of an account's subscription. Without these nothing would arrive that anybody waits for … */
export const CORE_FIELDS: readonly string[] = ['messages', 'messaging_postbacks', 'comments'];
/** … and these are asked for, too; their names differ between Meta's pages, and one unknown name fails the whole call. */
export const ALL_FIELDS: readonly string[] = [
  ...CORE_FIELDS,
  'messaging_seen',
  'message_reactions',
  'messaging_referral',
  'message_edit',
  'message_echoes',
  'messaging_optins',
  'messaging_handover',
  'standby',
  'live_comments',
];

/** "Messenger Platform webhooks" (5 May 2026): an hour of failing deliveries ends an account's subscription. */
export const FAILING_UNTIL_UNSUBSCRIBED_MS = 3_600_000;

/** "Rate limiting": reads of the Conversations API, for each account. */
export const CONVERSATION_READS_PER_SECOND = 2;
