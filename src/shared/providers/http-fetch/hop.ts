import type { HttpFetchMethod, HttpFetchRequest } from './http-fetch.port';
import { Refusal } from './refusal';

/** One request to one server, checked but for the addresses that the name leads to. */
export interface Hop {
  method: HttpFetchMethod;
  url: URL;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body?: string;
}

const URL_MAX = 4096;
const HEADERS_MAX = 50;
const HEADER_BYTES_MAX = 16_384;
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]{1,100}$/;
/** Visible characters of one line. Source: RFC 9110, section 5.5. */
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;
/** Of the connection, not of what is said over it; and whatever would make the answer unreadable. */
const OURS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'forwarded',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);
const OURS_BY_PREFIX = /^(proxy-|sec-|x-forwarded-)/;
const ALWAYS = { accept: '*/*', 'user-agent': 'Parley', 'accept-encoding': 'identity' } as const;
/** What may go to another host, too; all others may be secrets. */
const HARMLESS = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent']);
const SCHEMES = ['http:', 'https:'];
const USUAL_PORTS = ['', '80', '443'];
const FIRST_FREE_PORT = 1024;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const REPEATING = new Set([307, 308]);

type AllowedHosts = HttpFetchRequest['allowedHosts'];

/** @throws Refusal. */
export function firstHop(request: HttpFetchRequest): Hop {
  const { method, url, headers = {}, body, allowedHosts } = request;
  if (method === 'GET' && body !== undefined) throw new Refusal('body');
  return {
    method,
    url: checkedUrl(url, undefined, allowedHosts),
    headers: { ...ALWAYS, ...checkedHeaders(headers) },
    ...(body === undefined ? {} : { body }),
  };
}

/** Where an answer sends the client next; null when it is an answer to be shown. @throws Refusal. */
export function nextHop(
  hop: Hop,
  status: number,
  location: string | undefined,
  allowedHosts: AllowedHosts,
): Hop | null {
  if (!REDIRECTS.has(status) || location === undefined) return null;
  const url = checkedUrl(location, hop.url, allowedHosts);
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') throw new Refusal('redirect-downgrade');
  const elsewhere = url.origin !== hop.url.origin;
  if (REPEATING.has(status) && hop.method !== 'GET') {
    if (elsewhere) throw new Refusal('redirect-with-body');
    return { ...hop, url };
  }
  // As browsers do: whatever was posted, the answer is fetched.
  const headers = Object.entries(hop.headers).filter(([name]) => HARMLESS.has(name) || !(elsewhere || isOfBody(name)));
  return { method: 'GET', url, headers: Object.fromEntries(headers) };
}

const isOfBody = (name: string): boolean => name.startsWith('content-');

function checkedUrl(text: string, base: URL | undefined, allowedHosts: AllowedHosts): URL {
  if (text.length > URL_MAX || !URL.canParse(text, base?.href)) throw new Refusal('url');
  const url = new URL(text, base);
  const refused = refusalOf(url, allowedHosts);
  if (refused !== null) throw new Refusal(refused);
  url.hash = '';
  return url;
}

function refusalOf({ protocol, username, password, port, hostname }: URL, allowedHosts: AllowedHosts) {
  if (!SCHEMES.includes(protocol)) return 'scheme';
  if (username !== '' || password !== '') return 'credentials';
  if (!USUAL_PORTS.includes(port) && Number(port) < FIRST_FREE_PORT) return 'port';
  const allowed = allowedHosts?.some((one) => covers(one, hostname)) ?? true;
  return allowed ? null : 'host-not-allowed';
}

/** The final dot of a name that is already complete says nothing new. */
const plainHost = (host: string): string => host.toLowerCase().replace(/\.$/, '');

function covers(allowed: string, hostname: string): boolean {
  const [pattern, host] = [plainHost(allowed), plainHost(hostname)];
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host.length >= pattern.length : host === pattern;
}

function checkedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const bytes = entries.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (entries.length > HEADERS_MAX || bytes > HEADER_BYTES_MAX) throw new Refusal('header');
  for (const [name, value] of entries) {
    if (!HEADER_NAME.test(name) || !HEADER_VALUE.test(value)) throw new Refusal('header');
    if (OURS.has(name) || OURS_BY_PREFIX.test(name)) throw new Refusal('header');
  }
  return Object.fromEntries(entries);
}
