import { claimed, conversation, echo, entry, msAfter, says } from '../../../test/support/lane-fixtures';
import type { OutboxEntry } from '../schemas/conversation.schema';
import { type EchoFacts, judgeEchoes } from './echo-step';

const NO_FACTS: EchoFacts = { ownMids: new Set(), parked: [] };
const idsOf = (events: readonly { _id: string }[]) => events.map(({ _id }) => _id);
const judge = (echoes: ReturnType<typeof echo>[], head?: OutboxEntry, facts: Partial<EchoFacts> = {}) =>
  judgeEchoes(echoes, conversation({ outbox: head === undefined ? [] : [head] }), { ...NO_FACTS, ...facts });

describe('judgeEchoes', () => {
  it('knows its own by the mid, also while a send is on its way', () => {
    const verdicts = judge([echo('e')], claimed('s'), { ownMids: new Set(['mid-e']) });
    expect(idsOf(verdicts.own)).toEqual(['e']);
    expect(verdicts.waiting).toEqual([]);
  });

  it.each(['sending', 'unknown'] as const)('lets an echo wait beside a send that is %s', (status) => {
    const verdicts = judge([echo('e', 'other words')], claimed('s', status));
    expect(idsOf(verdicts.waiting)).toEqual(['e']);
    expect(verdicts.foreign).toEqual([]);
  });

  it.each([
    ['nothing is on its way', undefined],
    ['the head has no claim', entry('s')],
    [
      'the claim came later',
      claimed('s', 'sending', { claim: { id: 'c', owner: 'o', at: msAfter(60_000), deadline: msAfter(70_000) } }),
    ],
  ])('is foreign when %s', (_, head) => {
    expect(idsOf(judge([echo('e')], head).foreign)).toEqual(['e']);
  });

  it('lets a late echo with the content of a parked send settle it, one each', () => {
    const parked = [
      { messageId: 'p1', content: says('same') },
      { messageId: 'p2', content: says('same') },
    ];
    const verdicts = judge([echo('e1', 'same'), echo('e2', 'same'), echo('e3', 'same')], undefined, { parked });
    expect(verdicts.settlesParked.map(({ event, messageId }) => [event._id, messageId])).toEqual([
      ['e1', 'p1'],
      ['e2', 'p2'],
    ]);
    expect(idsOf(verdicts.foreign)).toEqual(['e3']);
  });

  it('takes what was read of the past for none of ours, unless its mid is', () => {
    const past = (id: string) => {
      const event = echo(id, 'same');
      return { ...event, payload: { ...event.payload, backfill: 'history' as const } };
    };
    const parked = [{ messageId: 'p', content: says('same') }];
    const facts = { parked, ownMids: new Set(['mid-own']) };
    const head = claimed('s', 'unknown', { content: says('same') });
    const verdicts = judge([past('own'), past('old')], head, facts);
    expect([idsOf(verdicts.own), idsOf(verdicts.foreign)]).toEqual([['own'], ['old']]);
    expect([verdicts.settlesHead, verdicts.settlesParked, verdicts.waiting]).toEqual([null, [], []]);
  });

  it('does not take another text for the parked send', () => {
    const verdicts = judge([echo('e', 'other')], undefined, { parked: [{ messageId: 'p', content: says('same') }] });
    expect(verdicts.settlesParked).toEqual([]);
    expect(idsOf(verdicts.foreign)).toEqual(['e']);
  });

  it('sorts echoes of different kinds in one pass', () => {
    const verdicts = judge([echo('own'), echo('late'), echo('foreign')], undefined, {
      ownMids: new Set(['mid-own']),
      parked: [{ messageId: 'p', content: says('late') }],
    });
    expect([idsOf(verdicts.own), verdicts.settlesParked[0]?.messageId, idsOf(verdicts.foreign)]).toEqual([
      ['own'],
      'p',
      ['foreign'],
    ]);
  });

  describe('a head of unknown outcome', () => {
    const head = claimed('s', 'unknown', { content: says('Hello') });

    it('takes the mid of the only waiting echo with its text', () => {
      const verdicts = judge([echo('e1', 'Other'), echo('e2', 'Hello')], head);
      expect(verdicts.settlesHead).toMatchObject({ event: { _id: 'e2' }, head: { id: 's' } });
    });

    it('takes none of two with equal text', () => {
      expect(judge([echo('e1', 'Hello'), echo('e2', 'Hello')], head).settlesHead).toBeNull();
    });

    it('takes none of another text', () => {
      expect(judge([echo('e', 'Other')], head).settlesHead).toBeNull();
    });

    it('is not settled while it is still sending: its own result will tell', () => {
      const sending = claimed('s', 'sending', { content: says('Hello') });
      expect(judge([echo('e', 'Hello')], sending).settlesHead).toBeNull();
    });
  });
});
