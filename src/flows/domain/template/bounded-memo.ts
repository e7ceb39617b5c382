/**
 * Remembers what a pure function made of the texts it met last: of at least `size` of them, of twice as many at most.
 * In two generations, since to find the oldest entry of a large map costs more than most of what is remembered.
 */
export function memoized<Result>(make: (source: string) => Result, size: number): (source: string) => Result {
  let young = new Map<string, Result>();
  let old = new Map<string, Result>();
  return (source) => {
    const before = young.get(source);
    if (before !== undefined) return before;
    const made = old.get(source) ?? make(source);
    if (young.size >= size) {
      old = young;
      young = new Map();
    }
    young.set(source, made);
    return made;
  };
}
