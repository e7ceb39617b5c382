/** How Instagram sends a person back. `state` is what we gave it, or what somebody made up. */
export type LoginCallback =
  { kind: 'code'; state: string; code: string } | { kind: 'denied'; state: string } | { kind: 'malformed' };

const LONGEST = 2_048;

const textOf = (value: unknown): string => (typeof value === 'string' && value.length <= LONGEST ? value : '');

/** Instagram appends `#_` to its redirect, which some browsers and proxies make part of the last parameter. */
const withoutFragment = (code: string) => code.replace(/#_$/, '');

/** Parameters that nobody asked for are no error: they are Meta's. */
export function readCallback(query: Readonly<Record<string, unknown>>): LoginCallback {
  const state = textOf(query['state']);
  const code = withoutFragment(textOf(query['code']));
  if (state === '') return { kind: 'malformed' };
  if (textOf(query['error']) !== '') return { kind: 'denied', state };
  return code === '' ? { kind: 'malformed' } : { kind: 'code', state, code };
}
