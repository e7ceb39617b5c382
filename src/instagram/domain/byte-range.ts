/** The part of a file that is asked for, both ends included. */
export interface Part {
  start: number;
  end: number;
}

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * What a `Range` header asks for of a file of that many bytes. `whole`: nothing, or what may be ignored (several ranges, another
 * unit, nonsense). `none`: a part that is not there. Source: RFC 9110, section 14.
 */
export function partOf(header: string | undefined, bytes: number): Part | 'whole' | 'none' {
  const asked = ONE_RANGE.exec(header ?? '');
  if (asked === null || asked[0] === 'bytes=-') return 'whole';
  const [, from = '', to = ''] = asked;
  return from === '' ? lastOf(Number(to), bytes) : between(Number(from), to === '' ? Infinity : Number(to), bytes);
}

function between(start: number, end: number, bytes: number): ReturnType<typeof partOf> {
  if (end < start) return 'whole';
  return start >= bytes ? 'none' : { start, end: Math.min(end, bytes - 1) };
}

function lastOf(count: number, bytes: number): Part | 'none' {
  if (count === 0 || bytes === 0) return 'none';
  return { start: Math.max(0, bytes - count), end: bytes - 1 };
}
