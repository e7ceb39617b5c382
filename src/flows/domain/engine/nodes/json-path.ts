import { isJsonObject, type Json } from '../../json';

/** The value at a dotted path such as `items.0.price`: own properties and list places only; the whole for an empty path. */
export function readJsonPath(value: Json | undefined, path: string): Json | undefined {
  let found = value;
  for (const segment of path === '' ? [] : path.split('.')) {
    if (Array.isArray(found)) found = /^\d{1,6}$/.test(segment) ? found[Number(segment)] : undefined;
    else if (isJsonObject(found) && Object.hasOwn(found, segment)) found = found[segment];
    else return undefined;
  }
  return found;
}
