import { createHash } from 'node:crypto';

/** SHA-256, as hexadecimal digits, of a JSON value: the same whatever the order of its keys. */
export function contentHash(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

/** JSON but for a comma after every item, keys in order; what is undefined is not there. */
function canonical(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map((item) => `${canonical(item)},`).join('')}]`;
  const object = value as Record<string, unknown>;
  let text = '{';
  for (const key of inOrder(Object.keys(object))) {
    if (object[key] !== undefined) text += `${JSON.stringify(key)}:${canonical(object[key])},`;
  }
  return `${text}}`;
}

const FEW = 12;

/** By insertion where there are few, as nearly everywhere: then it costs a fraction of what sorting does. */
function inOrder(keys: string[]): string[] {
  if (keys.length > FEW) return keys.sort();
  for (let index = 1; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    let at = index;
    for (let before = keys[at - 1]; before !== undefined && before > key; before = keys[at - 1]) keys[at--] = before;
    keys[at] = key;
  }
  return keys;
}
