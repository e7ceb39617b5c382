import fc from 'fast-check';
import type { AuditEntry } from './audit-entry';
import { chainOf, emptyChain, headAt, nextSeal, problemOfNext, type SealedEntry } from './audit-chain';
import { canonicalJson } from './canonical-json';

const entry = (id: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  at: new Date(1_700_000_000_000),
  actor: { kind: 'user', userId: 'ann' as never },
  action: 'thing.changed',
  correlationId: 'corr-0001',
  ...more,
});

function chain(entries: AuditEntry[]): SealedEntry[] {
  let head = emptyChain(chainOf(entries[0] ?? entry('none')));
  return entries.map((one) => {
    const seal = nextSeal(head, one);
    head = headAt(seal);
    return { ...one, ...seal };
  });
}

/** The first problem when walking the chain. */
function problemIn(entries: SealedEntry[]): string | null {
  let head = emptyChain('platform');
  for (const one of entries) {
    const problem = problemOfNext(head, one);
    if (problem !== null) return `${one.id}: ${problem}`;
    head = headAt(one);
  }
  return null;
}

describe('the chain of audit entries', () => {
  const four = ['a', 'b', 'c', 'd'].map((id) => entry(id, { target: `t-${id}`, details: { count: 1, kind: 'x' } }));

  it('holds for what was sealed', () => {
    expect(problemIn(chain(four))).toBeNull();
  });

  it('is one for each workspace and one for the platform', () => {
    expect(chainOf(entry('a', { workspaceId: 'w1' }))).toBe('w1');
    expect(chainOf(entry('a'))).toBe('platform');
  });

  type Four = [SealedEntry, SealedEntry, SealedEntry, SealedEntry];
  it.each<[string, (entries: Four) => SealedEntry[], string]>([
    ['a change', ([a, b, ...rest]) => [a, { ...b, action: 'thing.forged' }, ...rest], 'b: it was changed'],
    ['a changed detail', ([a, b, ...rest]) => [a, { ...b, details: { count: 2, kind: 'x' } }, ...rest], 'b: it was'],
    ['an added field', ([a, ...rest]) => [{ ...a, beforeHash: 'x' }, ...rest], 'a: it was changed'],
    ['a deletion', ([a, , ...rest]) => [a, ...rest], 'c: number 2 is missing'],
    ['a deletion at the beginning', ([, ...rest]) => rest, 'b: number 1 is missing'],
    ['an insertion', ([a, b, ...rest]) => [a, { ...b, id: 'forged' }, b, ...rest], 'forged: it was changed'],
    ['a reordering', ([a, b, c, d]) => [a, c, b, d], 'c: number 2 is missing'],
    [
      'two entries that swapped their numbers',
      ([a, b, c, d]) => [a, { ...c, sequence: 2, previousHash: b.previousHash }, { ...b, sequence: 3 }, d],
      'c: it was changed',
    ],
    ['one taken from another workspace', ([a, b, ...r]) => [a, { ...b, workspaceId: 'w1' }, ...r], 'b: it belongs'],
  ])('shows %s', (_, tamper, problem) => {
    expect(problemIn(tamper(chain(four) as Four))).toContain(problem);
  });

  it('leaves out the address, which may have to be forgotten', () => {
    const sealed = chain(four.map((one) => ({ ...one, ip: '192.0.2.1' })));
    expect(problemIn(sealed.map(({ ip: _forgotten, ...rest }) => rest))).toBeNull();
  });
});

describe('canonicalJson', () => {
  it('is the same for the same data, whatever the order of keys, and after a round trip through JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const reversed = Object.fromEntries(Object.entries(data).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(data));
        expect(canonicalJson(JSON.parse(canonicalJson(data)))).toBe(canonicalJson(data));
      }),
    );
  });

  it('leaves out what is absent, and writes dates as text', () => {
    expect(canonicalJson({ b: undefined, a: new Date(0), c: [null, { y: 1, x: 2 }] })).toBe(
      '{"a":"1970-01-01T00:00:00.000Z","c":[null,{"x":2,"y":1}]}',
    );
  });
});
