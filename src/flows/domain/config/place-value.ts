import { isJsonObject, type Json } from '../json';

/** A copy of `data` with the value at the path; undefined when the path leads through something that is no container. */
export function withValueAt(data: Json | undefined, path: readonly string[], value: Json): Json | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(data)) return withMember(data, step, rest, value);
  if (data !== undefined && !isJsonObject(data)) return undefined;
  const member = data !== undefined && Object.hasOwn(data, step) ? data[step] : undefined;
  const placed = withValueAt(member, rest, value);
  return placed === undefined ? undefined : { ...data, [step]: placed };
}

/** A member that is there, or the one after the last. */
function withMember(list: readonly Json[], step: string, rest: readonly string[], value: Json): Json | undefined {
  const index = /^\d{1,4}$/.test(step) ? Number(step) : -1;
  if (index < 0 || index > list.length) return undefined;
  const placed = withValueAt(list[index], rest, value);
  return placed === undefined ? undefined : [...list.slice(0, index), placed, ...list.slice(index + 1)];
}
