import type { TokenPurpose } from './one-time-token';

export interface MailContent {
  subject: string;
  text: string;
  html: string;
}

interface Wording {
  subject: string;
  /** Paragraphs before the link, and after it. */
  before: string[];
  action: string;
  after: string[];
}

const IGNORE = 'If this was not you, ignore this mail: nothing changes.';

const WORDINGS: Readonly<Record<TokenPurpose, Wording>> = {
  'verify-email': {
    subject: 'Confirm your e-mail address',
    before: ['Please confirm that this address is yours.'],
    action: 'Confirm the address',
    after: ['The link is good for three days.', IGNORE],
  },
  'change-email': {
    subject: 'Confirm your new e-mail address',
    before: ['You want to use this address for Parley. Please confirm that it is yours.'],
    action: 'Use this address',
    after: ['The link is good for a day. Until then the old address stays.', IGNORE],
  },
  'reset-password': {
    subject: 'Choose a new password',
    before: ['Somebody, hopefully you, asked for a new password.'],
    action: 'Choose a new password',
    after: ['The link is good for an hour, once. All devices are signed out by it.', IGNORE],
  },
};

/** The mail that brings a link. Nothing in it comes from users, since anybody can have one sent to any address. */
export function linkMail(purpose: TokenPurpose, link: string): MailContent {
  const { subject, before, action, after } = WORDINGS[purpose];
  return mailOf(subject, ['Hello,', ...before], after, { action, link });
}

export type Notice = 'password-changed' | 'email-changed' | 'second-factor-on' | 'second-factor-off' | 'email-in-use';

const NOTICES: Readonly<Record<Notice, { subject: string; paragraphs: string[] }>> = {
  'password-changed': {
    subject: 'Your password was changed',
    paragraphs: ['The password of your account was changed.', 'If this was not you, reset it at once.'],
  },
  'email-changed': {
    subject: 'Your e-mail address was changed',
    paragraphs: [
      'Your account has another e-mail address now.',
      'If this was not you, tell whoever runs Parley for you.',
    ],
  },
  'second-factor-on': {
    subject: 'Signing in with a second factor',
    paragraphs: ['Signing in to your account now needs a code of your authenticator app.'],
  },
  'second-factor-off': {
    subject: 'Signing in without a second factor',
    paragraphs: [
      'Signing in to your account needs no second factor any more.',
      'If this was not you, change your password at once.',
    ],
  },
  'email-in-use': {
    subject: 'Your e-mail address has an account already',
    paragraphs: ['Somebody wanted to give your address to another account. It stays yours; there is nothing to do.'],
  },
};

/** Tells a user what happened to their account. */
export function noticeMail(notice: Notice): MailContent {
  const { subject, paragraphs } = NOTICES[notice];
  return mailOf(subject, ['Hello,', ...paragraphs]);
}

/** Text and HTML of one mail; all of it is escaped. */
export function mailOf(
  subject: string,
  before: readonly string[],
  after: readonly string[] = [],
  button?: { action: string; link: string },
): MailContent {
  const text = [...before, ...(button === undefined ? [] : [`${button.action}: ${button.link}`]), ...after];
  const html = [
    ...before.map(paragraph),
    ...(button === undefined ? [] : [`<p><a href="${escaped(button.link)}">${escaped(button.action)}</a></p>`]),
    ...after.map(paragraph),
  ];
  return { subject, text: `${text.join('\n\n')}\n`, html: `<!doctype html><html><body>${html.join('')}</body></html>` };
}

const paragraph = (words: string): string => `<p>${escaped(words)}</p>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (words: string): string => words.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
