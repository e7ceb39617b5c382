import type { FlowEvent } from '../../src/flows/domain/engine/event';
import type { JsonObject } from '../../src/flows/domain/json';
import type { FlowPlayer } from './flow-player';

/** Something to do to a session, whatever state it is in. */
export type Move =
  /** What the session awaits: a result, a tap, a text, or its timer. */
  | { move: 'answer'; text: string; value: JsonObject | null; back: number }
  | { move: 'say'; text: string }
  | { move: 'attach'; url: string }
  /** One of the choices shown so far, counted from the newest. */
  | { move: 'tap'; back: number }
  /** The newest task comes back, whether or not it is still awaited. */
  | { move: 'finish'; value: JsonObject | null }
  /** The timer of the present wait fires when it is due. */
  | { move: 'time-out' }
  | { move: 'pass'; ms: number }
  | { move: 'pause' }
  | { move: 'resume' }
  /** An event as it is, perhaps one that makes no sense. */
  | { move: 'play'; event: FlowEvent };

type MoveOf<Kind extends Move['move']> = Extract<Move, { move: Kind }>;

const MOVES: { [Kind in Move['move']]: (player: FlowPlayer, move: MoveOf<Kind>) => void } = {
  answer: (player, move) => makeMove(player, awaitedMove(player, move)),
  say: (player, { text }) => void player.say(text),
  attach: (player, { url }) => void player.say('', url),
  tap: (player, { back }) => tapShown(player, back),
  finish: (player, { value }) =>
    void player.finishTask(value === null ? { ok: false, error: 'failed' } : { ok: true, value }),
  'time-out': (player) => void player.timeOut(),
  pass: (player, { ms }) => void player.pass(ms),
  pause: (player) => void player.pause(),
  resume: (player) => void player.resume(),
  play: (player, { event }) => void player.play(event),
};

export function makeMove(player: FlowPlayer, move: Move): void {
  (MOVES[move.move] as (player: FlowPlayer, move: Move) => void)(player, move);
}

function awaitedMove({ state }: FlowPlayer, { text, value, back }: MoveOf<'answer'>): Move {
  if (state.status === 'paused') return { move: 'resume' };
  switch (state.awaiting?.kind) {
    case 'task':
      return { move: 'finish', value };
    case 'timer':
      return { move: 'time-out' };
    case 'reply':
      return { move: 'say', text };
    default:
      return { move: 'tap', back };
  }
}

function tapShown(player: FlowPlayer, back: number): void {
  const shown = player.messages.flatMap(({ buttons, quickReplies, cards = [] }) =>
    [...buttons, ...quickReplies, ...cards.flatMap((card) => card.buttons)].flatMap(({ payload }) => payload ?? []),
  );
  const [, sessionId = 's1', nodeId = 'none', choiceId = 'none'] =
    shown.at(-1 - (back % shown.length))?.split(':') ?? [];
  player.play({ kind: 'choice', choice: { sessionId, nodeId, choiceId } });
}

const TEXTS = ['shoes', 'Small', 'red', '42', '7', 'ann@example.com', '+49 171 1234567', '1.3.2026', 'a b c', 'x', ''];
const VALUES: readonly (JsonObject | null)[] = [
  null,
  {},
  { name: 'Ann', username: 'ann_1' },
  { status: 200, body: { order: { state: 'sent', items: [{ name: 'shoe' }] }, total: 2 } },
  { status: 500, body: 'down' },
  { intent: 'order', confidence: 0.9 },
  { intent: 'price', confidence: 0.2 },
  { text: 'A reply' },
  { text: 'A person, then', escalate: true },
  { reply: 'Which day?', slots: { wish: 'haircut' } },
  { reply: 'Done', slots: { day: 'Friday' }, done: true },
];
const SPANS = [0, 1_000, 5_000, 60_000, 600_000, 3_600_000, 86_400_000];

/** The same moves for the same seed, on every machine and with every version of every library. */
export function seededMoves(seed: number, count: number): Move[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, () => moveBy(dice));
}

function moveBy(dice: Dice): Move {
  const roll = dice.below(100);
  const [text, value, back] = [dice.one(TEXTS), dice.one(VALUES), dice.below(4)];
  if (roll < 60) return { move: 'answer', text, value, back };
  if (roll < 70) return { move: 'say', text };
  if (roll < 78) return { move: 'tap', back };
  if (roll < 82) return { move: 'finish', value };
  if (roll < 88) return { move: 'time-out' };
  if (roll < 93) return { move: 'pass', ms: dice.one(SPANS) };
  if (roll < 96) return { move: 'pause' };
  if (roll < 98) return { move: 'resume' };
  return { move: 'attach', url: 'https://example.com/a.png' };
}

/** The generator of Mulberry32. */
class Dice {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  one<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}
