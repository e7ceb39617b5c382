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
