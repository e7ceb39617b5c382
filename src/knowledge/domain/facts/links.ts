function parsed(address: string): URL | null {
  const absolute = address.startsWith('//') ? `https:${address}` : address;
  return URL.canParse(absolute) ? new URL(absolute) : null;
}

/** A host as it is compared: in lower case, Punycode, without `www.`. Null when there is none. */
export function hostOf(address: string): string | null {
  const url = parsed(address);
  if (url === null || url.hostname === '') return null;
  return url.hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\./, '');
}

/** An address as it is compared: without scheme, `www.`, fragment and the slash at the end. */
export function linkReading(address: string): string {
  const url = parsed(address);
  const host = hostOf(address);
  if (url === null || host === null) return address.trim().toLowerCase();
  const port = url.port === '' ? '' : `:${url.port}`;
  const signedIn = url.username === '' ? '' : `${url.username}@`;
  return `${signedIn}${host}${port}${url.pathname.replace(/\/+$/, '')}${url.search}`;
}

/** Whether `host` is one of `allowed`, or below one. */
export function isAllowedHost(host: string, allowed: readonly string[]): boolean {
  return allowed.some((one) => host === one || host.endsWith(`.${one}`));
}
