import type { JsonObject } from '../../conversations';

const KEY = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const MAX_BYTES = 8 * 1_024;

/** Why the values cannot be kept, or null: flat, named as a template can name them, and small. */
export function problemOfConfig(config: JsonObject): string | null {
  const badKey = Object.keys(config).find((key) => !KEY.test(key));
  if (badKey !== undefined) return `"${badKey}" must be 1 to 64 letters, digits or "_", starting with a letter`;
  const nested = Object.entries(config).find(([, value]) => typeof value === 'object' && value !== null);
  if (nested !== undefined) return `"${nested[0]}" must be a text, a number, a boolean or null`;
  return Buffer.byteLength(JSON.stringify(config)) > MAX_BYTES ? `must be at most ${MAX_BYTES} bytes of JSON` : null;
}
