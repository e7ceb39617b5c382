const PART = /(\d{1,6})\s*([smhd])/g;
const WHOLE = /^\s*(?:\d{1,6}\s*[smhd]\s*)+$/;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `45s`, `20m`, `3h`, `2d` or several of them (`1h 30m`) in milliseconds; null for anything else. */
export function parseDuration(source: string): number | null {
  if (!WHOLE.test(source)) return null;
  return [...source.matchAll(PART)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MS[unit] ?? 0),
    0,
  );
}
