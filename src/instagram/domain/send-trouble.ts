import { MEDIA_BYTES } from './meta-limits';

/** Why Meta did not take a message, for people, and what they can do. */
export interface SendTrouble {
  message: string;
  advice?: string;
}

const megabytes = (kind: keyof typeof MEDIA_BYTES): string => `${MEDIA_BYTES[kind] / 1_000_000} MB`;

const UNREACHABLE: SendTrouble = {
  message: 'Instagram cannot deliver messages to this person at the moment.',
  advice: 'The person may have blocked the account or deleted theirs. Wait until they write again.',
};
const WINDOW_OVER: SendTrouble = {
  message: 'The person’s last message is too long ago for Instagram to allow an answer.',
  advice: 'Wait until the person writes again, or let a person answer if the account has the Human Agent feature.',
};
const NO_RECIPIENT: SendTrouble = {
  message: 'Instagram does not know this person as somebody who can be written to.',
  advice: 'Answer in a conversation that the person began.',
};
const COMMENT_ANSWERED: SendTrouble = {
  message: 'Instagram takes no private reply to this comment: it was answered already, deleted, or is too old.',
  advice: 'Look into the conversation: the reply may be there already. Else answer the comment publicly.',
};
const BAD_CONTENT: SendTrouble = {
  message: 'Instagram does not accept the content of this message.',
  advice: 'Change the message, and the flow it comes from.',
};
const MEDIA_NOT_FETCHED: SendTrouble = {
  message: 'Instagram could not fetch the file.',
  advice: 'Check that the address opens without signing in and quickly, then try again.',
};
const MEDIA_MISFIT: SendTrouble = {
  message: 'The file does not fit: its kind or size is not allowed.',
  advice: `Use images of at most ${megabytes('image')} (PNG, JPEG), videos of ${megabytes('video')}, audio of ${megabytes('audio')}, or PDF files of ${megabytes('file')}, and try again.`,
};
const OTHER_OWNER: SendTrouble = {
  message: 'Another app, or Instagram’s own automation, controls this conversation now.',
  advice: 'Take the conversation back in Instagram’s inbox, then try again.',
};
const SLOW_DOWN: SendTrouble = {
  message: 'Instagram finds that the account writes too much, and slows it down.',
  advice: 'Send less, and look at Account Status in the Instagram app.',
};
const BUSY: SendTrouble = { message: 'The account has used up what Instagram allows for now; the message waits.' };

/** What Meta answers to a message that is marked as a person's, for an app without the feature. */
export const MISSING_PERMISSION = '10';
export const NO_HUMAN_AGENT: SendTrouble = {
  message: 'Meta has not given this app its Human Agent feature, so nobody may answer after the window.',
  advice: 'Switch the feature off for the account, or ask for it in App Review. Wait until the person writes again.',
};

/** By `code/subcode`, else by `code`. Sources: Messenger Platform "Error codes" (25 Jun 2026), "Rate limiting", Graph API "Error handling". */
const TROUBLES: Readonly<Record<string, SendTrouble>> = {
  '10/2534022': WINDOW_OVER,
  '10/2018278': WINDOW_OVER,
  '10/2018065': WINDOW_OVER,
  '10/2018108': UNREACHABLE,
  '551': UNREACHABLE,
  '200/1545041': UNREACHABLE,
  '100/2018001': NO_RECIPIENT,
  '100/2534014': NO_RECIPIENT,
  '100/2534025': COMMENT_ANSWERED,
  '100/2534015': BAD_CONTENT,
  '100/2018034': BAD_CONTENT,
  '100/2018008': MEDIA_NOT_FETCHED,
  '100/2018294': MEDIA_NOT_FETCHED,
  '100/2018047': MEDIA_MISFIT,
  '100/2018109': MEDIA_MISFIT,
  '100/2534037': OTHER_OWNER,
  '10/2018300': OTHER_OWNER,
  '10/2018321': OTHER_OWNER,
  '27': OTHER_OWNER,
  '100/33': { message: 'What the message refers to is not there any more.' },
  '100': BAD_CONTENT,
  '613/2018338': SLOW_DOWN,
  '4': BUSY,
  '17': BUSY,
  '32': BUSY,
  '613': BUSY,
  '80001': BUSY,
  '80002': BUSY,
  '80006': BUSY,
};

/** `said`: Meta's own words, for a code that nobody knows. */
export function sendTroubleOf(code: string, said: string): SendTrouble {
  const [main = ''] = code.split('/');
  return TROUBLES[code] ?? TROUBLES[main] ?? { message: said };
}

/** Seen for a private reply with buttons, where only a text is documented: the text alone may pass. */
export const mayBeForButtons = (code: string): boolean => {
  const trouble = sendTroubleOf(code, '');
  return trouble === BAD_CONTENT;
};

/** Limits that Meta counts for one kind of call; the others are the account's, or the app's, as a whole. */
export const isLimitOfUse = (code: string): boolean => /^613(\/|$)/.test(code);

/** Whoever keeps the file may answer the next time that Meta asks; an address that is wrong never does. */
export const isFetchTrouble = (code: string): boolean => TROUBLES[code] === MEDIA_NOT_FETCHED;
export const MEDIA_FETCH_TRIES = 3;
