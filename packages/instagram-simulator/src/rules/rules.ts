/** One thing Meta refuses: how it answers, and the page in Meta's documentation that says so. */
export interface Rule {
  readonly says: string;
  readonly code: number;
  readonly subcode?: number;
  /** HTTP status; read the code first, since Meta's statuses wobble. */
  readonly status: number;
  readonly source: string;
}

export const DAY_MS = 24 * 60 * 60 * 1000;

/** Every number that the rules below speak of. */
export const LIMITS = {
  windowMs: DAY_MS,
  humanAgentMs: 7 * DAY_MS,
  privateReplyMs: 7 * DAY_MS,
  textBytes: 1000,
  quickReplies: 13,
  quickReplyTitle: 20,
  buttons: 3,
  buttonTemplateText: 640,
  genericElements: 10,
  genericTitle: 80,
  genericSubtitle: 80,
  images: 10,
  iceBreakers: 4,
  detailedMessages: 20,
} as const;

const WINDOW_PAGE = 'messenger-platform/policy; send-messages';
const MESSAGING_PAGE = 'instagram-api-with-instagram-login/messaging-api';
const QUICK_REPLIES_PAGE = 'messaging-api/quick-replies';
const BUTTON_PAGE = 'messaging-api/button-template';
const GENERIC_PAGE = 'instagram-messaging/generic-template';
const PRIVATE_REPLY_PAGE = 'instagram-platform/private-replies';
const HUMAN_AGENT_PAGE = 'features-reference/human-agent';
const ERROR_PAGE = 'messenger-platform/error-codes';
const RATE_PAGE = 'messenger-platform/overview/rate-limiting';

const invalid = (says: string, source: string): Rule => ({ says, code: 100, subcode: 2534015, status: 400, source });

const notAllowed = (says: string, subcode: number | undefined, source: string): Rule => ({
  says,
  code: 10,
  ...(subcode !== undefined && { subcode }),
  status: 403,
  source,
});

const throttled = (says: string): Rule => ({ says, code: 613, status: 400, source: RATE_PAGE });

/** The one table of what the simulator enforces. */
export const RULES = {
  window: notAllowed('This message is sent outside of allowed window.', 2534022, WINDOW_PAGE),
  humanAgentWindow: notAllowed(
    'This message is sent outside of allowed window: HUMAN_AGENT reaches 7 days back.',
    2534022,
    HUMAN_AGENT_PAGE,
  ),
  humanAgentFeature: notAllowed(
    'Application does not have the Human Agent feature for this action.',
    undefined,
    HUMAN_AGENT_PAGE,
  ),
  tag: invalid('This message tag is not supported.', WINDOW_PAGE),
  recipientUnknown: {
    says: 'The requested user cannot be found.',
    code: 100,
    subcode: 2534014,
    status: 400,
    source: ERROR_PAGE,
  },
  recipientBlocked: {
    says: 'This person is not available right now.',
    code: 551,
    subcode: 1545041,
    status: 400,
    source: ERROR_PAGE,
  },
  empty: { says: 'No matching message content found.', code: 100, subcode: 2018034, status: 400, source: ERROR_PAGE },
  malformed: invalid('Invalid message data.', ERROR_PAGE),
  oneContent: invalid('Text and attachment are separate messages.', MESSAGING_PAGE),
  textBytes: invalid(`Text is longer than ${LIMITS.textBytes} UTF-8 bytes.`, MESSAGING_PAGE),
  attachmentType: invalid('This attachment type is not supported.', MESSAGING_PAGE),
  attachmentUnknown: invalid('No attachment with this attachment_id.', MESSAGING_PAGE),
  mediaFetch: {
    says: 'The media could not be fetched from its address.',
    code: 100,
    subcode: 2018008,
    status: 400,
    source: ERROR_PAGE,
  },
  images: invalid(`At most ${LIMITS.images} attachments, all images.`, MESSAGING_PAGE),
  quickReplyCount: invalid(`1 to ${LIMITS.quickReplies} quick replies.`, QUICK_REPLIES_PAGE),
  quickReplyTitle: invalid(
    `A quick reply needs a title of at most ${LIMITS.quickReplyTitle} characters.`,
    QUICK_REPLIES_PAGE,
  ),
  quickReplyNeedsText: invalid('Quick replies need a text.', QUICK_REPLIES_PAGE),
  buttonCount: invalid(`1 to ${LIMITS.buttons} buttons.`, BUTTON_PAGE),
  buttonText: invalid(
    `A button template needs a text of at most ${LIMITS.buttonTemplateText} characters.`,
    BUTTON_PAGE,
  ),
  buttonType: invalid('A button is web_url (with url) or postback (with payload), with a title.', BUTTON_PAGE),
  genericCount: invalid(`1 to ${LIMITS.genericElements} elements.`, GENERIC_PAGE),
  genericTitle: invalid(`An element needs a title of at most ${LIMITS.genericTitle} characters.`, GENERIC_PAGE),
  genericSubtitle: invalid(`A subtitle has at most ${LIMITS.genericSubtitle} characters.`, GENERIC_PAGE),
  genericButtons: invalid(`An element has at most ${LIMITS.buttons} buttons.`, GENERIC_PAGE),
  templateType: invalid('This template type is not supported.', GENERIC_PAGE),
  senderAction: invalid('This sender action is not supported.', 'messaging-api/sender-actions'),
  senderActionAlone: invalid('A sender action stands alone with recipient.', 'messaging-api/sender-actions'),
  reactionTarget: invalid('The message to react to does not exist in this thread.', 'messaging-api/sender-actions'),
  replyTarget: invalid('The message to reply to does not exist in this thread.', MESSAGING_PAGE),
  privateReply: {
    says: 'This comment cannot be replied to privately: replied to already, deleted, not found, or too old.',
    code: 100,
    subcode: 2534025,
    status: 400,
    source: PRIVATE_REPLY_PAGE,
  },
  privateReplyContent: {
    says: 'Only a text is supported in a private reply.',
    code: 100,
    status: 400,
    source: PRIVATE_REPLY_PAGE,
  },
  iceBreakers: invalid(
    `At most ${LIMITS.iceBreakers} ice breakers, with a default locale.`,
    'messaging-api/ice-breakers',
  ),
  threadOwner: {
    says: 'Another app controls this thread now.',
    code: 100,
    subcode: 2534037,
    status: 400,
    source: 'instagram-messaging/features/conversation-routing',
  },
  sendRate: throttled('Calls to this API have exceeded the rate limit (sends per second).'),
  conversationRate: throttled('Calls to this API have exceeded the rate limit (conversation reads per second).'),
  privateReplyRate: throttled('Calls to this API have exceeded the rate limit (private replies per hour).'),
  consent: {
    says: 'User consent is required to access user profile.',
    code: 230,
    status: 403,
    source: 'instagram-messaging/features/user-profile',
  },
  oldMessage: {
    says: 'The message is deleted or older than the last 20.',
    code: 9000001,
    status: 400,
    source: 'instagram-api-with-instagram-login/conversations-api',
  },
} as const satisfies Record<string, Rule>;

export type RuleName = keyof typeof RULES;
