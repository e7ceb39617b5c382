import { claimed, entry, msAfter, NOW, says } from '../../../test/support/lane-fixtures';
import type { ThreadMessage } from '../channel.port';
import type { OutgoingContent } from './content';
import { CLOCK_MARGIN_MS } from './limits';
import { candidatesIn, judgeThread } from './thread-match';

const send = claimed('s', 'unknown', { content: says('Hello') });
const inThread = (mid: string, part: Partial<ThreadMessage> = {}): ThreadMessage => ({
  mid,
  fromAccount: true,
  text: 'Hello',
  at: NOW,
  ...part,
});

describe('candidatesIn', () => {
  it.each<[string, Partial<ThreadMessage>, boolean]>([
    ['ours, of equal text, after the claim', { at: msAfter(1_000) }, true],
    ['as early as clocks may differ', { at: msAfter(-CLOCK_MARGIN_MS) }, true],
    ['older than the claim', { at: msAfter(-CLOCK_MARGIN_MS - 1) }, false],
    ['of the participant', { fromAccount: false }, false],
    ['of another text', { text: 'Hello!' }, false],
  ])('%s', (_, part, expected) => {
    expect(candidatesIn([inThread('m', part)], send)).toHaveLength(expected ? 1 : 0);
  });

  it('looks at the text above buttons', () => {
    const buttons = claimed('s', 'unknown', { content: { kind: 'buttons', text: 'Hello', buttons: [{ title: 'A' }] } });
    expect(candidatesIn([inThread('m')], buttons)).toHaveLength(1);
  });

  it.each<[OutgoingContent, number]>([
    [{ kind: 'buttons', text: 'Hello', buttons: [{ title: 'A' }] }, 1],
    [says('Hello'), 0],
  ])('takes what shows no text for what may be buttons, never for a text', (content, count) => {
    expect(candidatesIn([inThread('m', { text: '' })], claimed('s', 'unknown', { content }))).toHaveLength(count);
  });

  it('takes any age for a send that never had a claim', () => {
    expect(candidatesIn([inThread('m', { at: new Date(0) })], entry('s', { content: says('Hello') }))).toHaveLength(1);
  });
});

describe('judgeThread', () => {
  it.each<[string, string[], string[], ReturnType<typeof judgeThread>]>([
    ['nothing there', [], [], { kind: 'absent' }],
    ['one', ['m1'], [], { kind: 'found', mid: 'm1' }],
    ['one, but it belongs to another message', ['m1'], ['m1'], { kind: 'absent' }],
    ['two of which one is taken', ['m1', 'm2'], ['m1'], { kind: 'found', mid: 'm2' }],
    ['two', ['m1', 'm2'], [], { kind: 'ambiguous' }],
  ])('%s', (_, mids, taken, verdict) => {
    expect(
      judgeThread(
        mids.map((mid) => ({ mid, likeness: 'equal' as const })),
        new Set(taken),
      ),
    ).toEqual(verdict);
  });

  it('cannot tell what shows no text', () => {
    expect(judgeThread([{ mid: 'm', likeness: 'possible' }], new Set())).toEqual({ kind: 'ambiguous' });
  });
});
