/** Meta's limits for Instagram messaging. Each names the page of Meta's documentation it comes from. */

/** "Messenger Platform policy": the window after a person's last message. */
export const WINDOW_MS = 24 * 3_600_000;

/** "Messaging API (Instagram Login)": text in UTF-8 bytes. */
export const TEXT_BYTES = 1_000;

/** "Quick replies": number and characters of a title. */
export const QUICK_REPLIES = 13;
export const QUICK_REPLY_TITLE = 20;

/** "Button template": number of buttons, characters of the text and of a title. */
export const BUTTONS = 3;
export const BUTTON_TEXT = 640;
export const BUTTON_TITLE = 20;

/** "Webhooks": updates in one POST. */
export const BATCH_ITEMS = 1_000;

/** The limits that an author of messages must keep, in the form that flows are checked with. */
export const INSTAGRAM_LIMITS = {
  text: { bytes: TEXT_BYTES, characters: TEXT_BYTES },
  buttonText: { bytes: 4 * BUTTON_TEXT, characters: BUTTON_TEXT },
  maxButtons: BUTTONS,
  maxQuickReplies: QUICK_REPLIES,
  choiceTitleCharacters: Math.min(BUTTON_TITLE, QUICK_REPLY_TITLE),
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
