/** The fields that were sent: an instance of a request class also has those that were not, as undefined. */
export function givenFields<T extends object>(request: T): { [Field in keyof T]: Exclude<T[Field], undefined> };
export function givenFields(request: object): object {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}
