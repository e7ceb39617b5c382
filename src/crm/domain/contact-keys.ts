import { searchTermsOf } from '../../shared/kernel';
import type { Consent, Contact, ContactFieldValue, ContactSource } from './contact';

/** What a contact is found, sorted and compared by; made of it anew at each change. */
export interface ContactKeys {
  /** Beginnings of the words of its names, addresses and numbers. */
  searchTerms: string[];
  /** Its name, folded; those without one come last. */
  nameOrder: string;
  /** `key=value` of its custom fields, and what it has at all (`STATED`). */
  fieldTerms: string[];
  /** What only one person should have: two contacts with the same one may be the same person. */
  matchKeys: string[];
}

const TERMS_MAX = 200;
/** So that a cursor has room for it. */
const ORDER_LENGTH = 30;
const TERM_LENGTH = 120;
/** Behind every letter. */
const NAMELESS = '\uffff';
/** Of a phone number: with or without its country, the end is the same. */
const PHONE_END = 8;

type Keyed = Pick<
  Contact,
  'name' | 'email' | 'phone' | 'identities' | 'fields' | 'externalId' | 'marketingConsent' | 'source'
>;

export function keysOf(contact: Keyed) {
  const fields = Object.entries(contact.fields);
  return {
    searchTerms: searchTermsOf(textsOf(contact), TERMS_MAX),
    nameOrder: nameOrderOf(contact),
    fieldTerms: [...statedTerms(contact), ...fields.map(([key, value]) => fieldTermOf(key, value))],
    matchKeys: matchKeysOf(contact),
  } satisfies ContactKeys;
}

/** What few contacts have is found among the terms; no key of a custom field begins so. */
export const STATED = {
  email: '@email',
  phone: '@phone',
  consent: (consent: Consent) => `@consent=${consent}`,
  source: (source: ContactSource) => `@source=${source}`,
} as const;

const statedTerms = ({ email, phone, marketingConsent, source }: Keyed): string[] => [
  ...(email === undefined ? [] : [STATED.email]),
  ...(phone === undefined ? [] : [STATED.phone]),
  ...(marketingConsent === undefined ? [] : [STATED.consent(marketingConsent)]),
  ...(source === undefined ? [] : [STATED.source(source)]),
];

/** What a filter for this value of a field looks for: case and accents make no difference. */
export function fieldTermOf(key: string, value: ContactFieldValue): string {
  return `${key}=${[...folded(String(value))].slice(0, TERM_LENGTH).join('')}`;
}

export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/gu, ' ')
    .trim();

function textsOf({
  name,
  email,
  phone,
  identities,
  externalId,
}: Pick<Contact, 'name' | 'email' | 'phone' | 'identities' | 'externalId'>) {
  const ofIdentities = identities.flatMap((identity) => [identity.username, identity.name]);
  // The whole number too, since people type its end without the country, and its parts without spaces.
  return [name, ...ofIdentities, email, phone, phone?.slice(-PHONE_END), externalId];
}

function nameOrderOf({ name, identities }: Pick<Contact, 'name' | 'identities'>): string {
  const [first] = identities;
  const text = folded(name ?? first?.name ?? first?.username ?? '');
  return text === '' ? NAMELESS : [...text].slice(0, ORDER_LENGTH).join('');
}

function matchKeysOf({ name, email, phone, identities }: Pick<Contact, 'name' | 'email' | 'phone' | 'identities'>) {
  const digits = phone?.replaceAll(/\D/g, '') ?? '';
  const words = folded(name ?? identities[0]?.name ?? '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return [
    ...(email === undefined ? [] : [`email:${email}`]),
    ...(digits.length < PHONE_END ? [] : [`phone:${digits.slice(-PHONE_END)}`]),
    ...identities.flatMap(({ username }) => (username === undefined ? [] : [`handle:${username.toLowerCase()}`])),
    // One word is no full name; and the order of given and family name differs.
    ...(words.length < 2 ? [] : [`name:${words.sort().join(' ').slice(0, TERM_LENGTH)}`]),
  ];
}
