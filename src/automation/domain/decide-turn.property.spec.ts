import fc from 'fast-check';
import { AutomationPlayer, command, tap, text } from '../../../test/support/automation-player';
import { anyMessage, compiled, flow, node, SHOP } from '../../../test/support/flow-fixtures';
import type { CompiledFlow } from '../../flows';
import { readState } from './automation-state';
import type { ExplainedStep } from './explanation';
import { replay } from './replay';

const MENU = compiled(
  flow(
    [
      node('start', 'trigger', anyMessage),
      node('menu', 'send_message', { text: 'Pick', quickReplies: [{ id: 'a', title: 'A' }] }),
      node('wait', 'wait_for_reply', { timeoutSeconds: 300, storeAs: 'reply' }),
      node('done', 'send_message', { text: 'So {{ vars.reply }}.' }),
      node('person', 'handoff', { reason: 'late', holdMinutes: 10, text: 'A person comes.' }),
    ],
    ['start -> menu', 'menu.a -> wait', 'wait.reply -> done', 'wait.timeout -> person'],
  ),
);
const BOOK = compiled(
  flow(
    [
      node('start', 'trigger', { match: { mode: 'intent', intents: ['book'] } }),
      node('ask', 'send_message', { text: 'When?' }),
      node('wait', 'wait_for_reply', { timeoutSeconds: 60 }),
      node('end', 'end'),
    ],
    ['start -> ask', 'ask -> wait', 'wait.reply -> end', 'wait.timeout -> end'],
  ),
);
const FLOWS: Readonly<Record<string, CompiledFlow>> = { menu: MENU, shop: compiled(SHOP), book: BOOK };

type Move = (chat: AutomationPlayer) => void;
type Held = { held?: boolean; lastHoldUntil?: Date };

/** Some minutes of a hold, from the moment of the move. */
const under = (chat: AutomationPlayer, minutes: number): Held =>
  minutes === 0 ? {} : { held: true, lastHoldUntil: new Date(chat.now.getTime() + minutes * 60_000) };

const hold = fc.constantFrom(0, 0, 0, 5);
const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.tuple(fc.constantFrom('prices', 'hello', 'A', 'M', ''), hold).map(
    ([words, minutes]): Move =>
      (chat) =>
        void chat.take(text(words), under(chat, minutes)),
  ),
  fc.tuple(fc.nat(20), hold).map(([index, minutes]): Move => (chat) => {
    const payload = chat.payloads.at(-1 - index) ?? 'ICE';
    chat.take(tap(payload, 'A'), under(chat, minutes));
  }),
  fc.constantFrom(1_000, 11_000, 400_000, 90_000_000).map(
    (ms): Move =>
      (chat) =>
        void chat.letPass(ms),
  ),
  // Shorter than the hold.
  fc.constantFrom<Move>((chat) => void chat.letPass(11_000, under(chat, 5))),
  fc.constantFrom<Move>(
    (chat) => void chat.take({ kind: 'hold' }, under(chat, 5)),
    (chat) => void chat.take({ kind: 'hold' }),
    (chat) => void chat.take(command('start', { instanceId: 'shop', on: 'manual' })),
  ),
  fc.constantFrom('pause' as const, 'resume' as const, 'stop' as const).map(
    (name): Move =>
      (chat) =>
        void chat.take(command(name, { sessionId: chat.sessionId })),
  ),
  fc.constantFrom('book:start', 'x', null).map((candidate): Move => (chat) => {
    if (chat.decisions.some(({ tasks }) => tasks.length > 0)) chat.finishTask({ ok: true, value: { candidate } });
  }),
);

const played = (list: readonly Move[]): AutomationPlayer => {
  const chat = new AutomationPlayer().with('menu', MENU).with('shop', compiled(SHOP)).with('book', BOOK);
  for (const move of list) move(chat);
  return chat;
};

describe('whatever happens in a conversation', () => {
  it('says nothing under a hold, gives every id once, and has at most one open session', () => {
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 25 }), (list) => {
        const chat = played(list);
        const ids = chat.decisions.flatMap(({ sends, tasks, timers }) =>
          [...sends, ...tasks, ...timers.arm].map(({ id }) => id),
        );
        expect(new Set(ids).size).toBe(ids.length);
        for (const { sends, reasons } of chat.decisions) expect(reasons.held && sends.length > 0).toBe(false);
        const { running, notes } = readState(chat.state);
        expect(notes.filter(({ status }) => ['active', 'waiting', 'paused'].includes(status))).toEqual([]);
        expect(running === null || ['active', 'waiting', 'paused'].includes(running.flow.status)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('every silence has a reason, and nothing else has one', () => {
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 15 }), (list) => {
        for (const { reasons } of played(list).decisions)
          expect(reasons.outcome === 'silent').toBe(reasons.reason !== undefined);
      }),
      { numRuns: 200 },
    );
  });

  it('every session gives the same when it is run again', () => {
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 25 }), (list) => {
        const stored = JSON.stringify(played(list).decisions.flatMap(({ reasons }) => reasons.steps));
        const steps = JSON.parse(stored) as ExplainedStep[];
        for (const sessionId of new Set(steps.map((step) => step.sessionId))) {
          const mine = steps.filter((step) => step.sessionId === sessionId);
          const again = replay(mine, () => FLOWS[mine[0]?.instanceId ?? ''] ?? null);
          expect([again.complete, again.steps.filter(({ same }) => !same)]).toEqual([true, []]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('the same history gives the same state', () => {
    fc.assert(
      fc.property(fc.array(moves, { maxLength: 15 }), (list) => {
        expect(played(list).state).toEqual(played(list).state);
      }),
      { numRuns: 100 },
    );
  });
});
