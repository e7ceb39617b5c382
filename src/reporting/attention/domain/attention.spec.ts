import fc from 'fast-check';
import type { ConversationId } from '../../../shared/kernel';
import {
  ATTENTION_KINDS,
  type AttentionItem,
  type AttentionKind,
  queueOf,
  URGENCY,
  urgencyOfEscalation,
} from './attention';

const item = (kind: AttentionKind, conversationId: string, minute: number, part: Partial<AttentionItem> = {}) => ({
  kind,
  id: `${kind}-${conversationId}-${minute}`,
  conversationId: conversationId as ConversationId,
  reason: kind,
  since: new Date(minute * 60_000),
  urgency: kind === 'escalation' ? urgencyOfEscalation(1, false) : URGENCY[kind],
  ...part,
});

describe('the attention queue', () => {
  it('shows each conversation once, for the most urgent reason', () => {
    const { entries, counts } = queueOf(
      [
        { kind: 'escalation', items: [item('escalation', 'a', 1)], isCut: false },
        { kind: 'unreplied', items: [item('unreplied', 'a', 1), item('unreplied', 'b', 2)], isCut: true },
        { kind: 'window_closing', items: [item('window_closing', 'b', 2)], isCut: false },
      ],
      10,
    );
    expect(entries.map(({ conversationId, kind, also }) => [conversationId, kind, also])).toEqual([
      ['b', 'window_closing', ['unreplied']],
      ['a', 'escalation', ['unreplied']],
    ]);
    expect(counts).toEqual([
      { kind: 'escalation', count: 1, isCut: false },
      { kind: 'unreplied', count: 2, isCut: true },
      { kind: 'window_closing', count: 1, isCut: false },
    ]);
  });

  it('puts what is late first, then by severity, then who waits longest', () => {
    const of = (id: string, rank: number, late: boolean, minute: number) =>
      item('escalation', id, minute, { urgency: urgencyOfEscalation(rank, late) });
    const items = [of('low', 0, false, 0), of('late', 0, true, 9), of('high', 2, false, 5), of('old', 2, false, 1)];
    const { entries } = queueOf([{ kind: 'escalation', items, isCut: false }], 3);
    expect(entries.map(({ conversationId }) => conversationId)).toEqual(['late', 'old', 'high']);
  });

  it('puts the window first that closes first', () => {
    const until = (minute: number) => ({ until: new Date(minute * 60_000) });
    const items = [item('window_closing', 'a', 1, until(90)), item('window_closing', 'b', 2, until(30))];
    const { entries } = queueOf([{ kind: 'window_closing', items, isCut: false }], 3);
    expect(entries.map(({ conversationId }) => conversationId)).toEqual(['b', 'a']);
  });

  it('loses no conversation, shows none twice, and is in order', () => {
    const some = fc.array(
      fc.tuple(fc.constantFrom(...ATTENTION_KINDS), fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(100)),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(some, (wanted) => {
        const items = wanted.map(([kind, conversation, minute]) => item(kind, conversation, minute));
        const found = ATTENTION_KINDS.map((kind) => ({
          kind,
          items: items.filter((one) => one.kind === kind),
          isCut: false,
        }));
        const { entries, counts } = queueOf(found, 100);
        const shown = entries.map(({ conversationId }) => conversationId);
        expect([...shown].sort()).toEqual([...new Set(items.map(({ conversationId }) => conversationId))].sort());
        const urgencies = entries.map(({ urgency }) => urgency);
        expect(urgencies).toEqual([...urgencies].sort((a, b) => a - b));
        expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(items.length);
        for (const { conversationId, kind, also } of entries) {
          const kinds = items.filter((one) => one.conversationId === conversationId).map((one) => one.kind);
          expect([kind, ...also].sort()).toEqual([...new Set(kinds)].sort());
        }
      }),
    );
  });
});
