import type { HttpFetchFailure } from './http-fetch.port';

/** What the rules forbid, with words for who wrote the request. */
const REASONS = {
  url: 'This is no address of a web server.',
  scheme: 'Only http and https addresses can be called.',
  credentials: 'The address must not hold a user or a password.',
  port: 'This port cannot be called.',
  'host-not-allowed': 'This host is not among those that may be called.',
  'private-address': 'This host is not on the public internet.',
  header: 'A header has a name or a value that is not allowed.',
  body: 'A GET request has no body.',
  'redirect-limit': 'The server redirects too often.',
  'redirect-downgrade': 'The server redirects from https to http.',
  'redirect-with-body': 'The server redirects what was sent to another host.',
} as const;

export type RefusalCode = keyof typeof REASONS;

/** Ends a fetch: the rules forbid to go on. */
export class Refusal extends Error {
  constructor(readonly code: RefusalCode) {
    super(REASONS[code]);
    this.name = 'Refusal';
  }

  get failure(): HttpFetchFailure {
    return { class: 'refused', code: this.code, message: this.message };
  }
}
