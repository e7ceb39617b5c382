import { encodeBody } from '@parley/instagram-simulator';
import { HANDLED_CHANGES, UNHANDLED_WEBHOOKS } from './webhook-change-fixtures';
import { HANDLED_ITEMS, webhookOf } from './webhook-fixtures';

/** Numbers from 0 to 1, the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

const pick = <T>(random: Random, members: readonly T[]): T => members[Math.floor(random() * members.length)] as T;

const BODIES: readonly object[] = [
  ...HANDLED_ITEMS.map(([, item]) => webhookOf(item)),
  ...HANDLED_CHANGES.map(([, body]) => body),
  ...UNHANDLED_WEBHOOKS.map(([, body]) => body),
  webhookOf(...HANDLED_ITEMS.slice(0, 5).map(([, item]) => item)),
];

const JUNK: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e308,
  9_007_199_254_740_992,
  '',
  ' ',
  '0',
  '17841400000000001',
  '900000000000001',
  '$where',
  'a.b',
  '\u0000',
  '\ud800',
  '💥'.repeat(50),
  'x'.repeat(70_000),
  [],
  [[]],
  {},
  { $ne: null },
  { id: { $gt: '' } },
  { length: 3 },
  { toString: 'x' },
  [null, {}, 'x'],
  '2026-01-01T00:00:00Z',
];

/** Every place in the document, as the object or list that holds it and the name under which. */
function placesOf(node: unknown): [holder: Record<string, unknown>, name: string][] {
  if (typeof node !== 'object' || node === null) return [];
  const holder = node as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [[holder, name] as [typeof holder, string], ...placesOf(holder[name])]);
}

function mutate(random: Random, body: object): void {
  const [holder, name] = pick(random, placesOf(body));
  const other = pick(random, placesOf(body));
  const acts: (() => void)[] = [
    () => void delete holder[name],
    () => void (holder[name] = structuredClone(pick(random, JUNK))),
    () => void (holder[name] = [holder[name]]),
    () => void (holder[name] = { [name]: holder[name] }),
    () => void (holder[name] = structuredClone(other[0][other[1]])),
    () =>
      void (holder[pick(random, ['message', 'read', 'postback', 'reaction', 'id', '$set', 'a.b'])] = structuredClone(
        holder[name],
      )),
    () => void (holder[name] = JSON.stringify(holder[name])),
  ];
  pick(random, acts)();
}

/** The text itself: cut, doubled, or with a name in it that JavaScript objects inherit. */
function mutateText(random: Random, text: string): string {
  const at = Math.floor(random() * text.length);
  return pick(random, [
    () => text.slice(0, at),
    () => text + text,
    () => text.replace('{', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},'),
    () => `${text.slice(0, at)}${String.fromCharCode(Math.floor(random() * 256))}${text.slice(at + 1)}`,
    () => `${'['.repeat(3_000)}${text}`,
  ])();
}

/** A webhook as Meta words it, with one to three things wrong, as it travels. */
export function mutatedWebhook(random: Random): string {
  const body = structuredClone(pick(random, BODIES));
  const count = 1 + Math.floor(random() * 3);
  for (let done = 0; done < count && placesOf(body).length > 0; done++) mutate(random, body);
  const text = encodeBody(body);
  return random() < 0.15 ? mutateText(random, text) : text;
}
