/** Without the fields that are undefined: a database would keep them as null. */
export function knownFields<T extends object>(fields: T): T {
  const known = { ...fields };
  for (const name in known) if (known[name] === undefined) Reflect.deleteProperty(known, name);
  return known;
}
