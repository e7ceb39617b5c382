/** Of an id: nothing that a file system or an address could take for something else. */
const PART = /^[\w-]{1,128}$/;

export interface ObjectKeyParts {
  tenant: string;
  group: string;
  name: string;
}

/** @throws Error for ids that are none; they come from us. */
export function objectKey({ tenant, group, name }: ObjectKeyParts): string {
  const key = [tenant, group, name].join('/');
  if (parseObjectKey(key) === null) throw new Error('An object key is made of three ids.');
  return key;
}

/** Null for what `objectKey` did not make. */
export function parseObjectKey(key: string): ObjectKeyParts | null {
  const parts = key.split('/');
  const [tenant, group, name] = parts;
  if (parts.length !== 3 || !parts.every((part) => PART.test(part))) return null;
  return tenant === undefined || group === undefined || name === undefined ? null : { tenant, group, name };
}

/** @throws Error for what is no id. */
export function checkedPart(part: string): string {
  if (!PART.test(part)) throw new Error('Part of an object key is no id.');
  return part;
}
