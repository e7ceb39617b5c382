import { entry, msAfter, NOW, says } from '../../../test/support/lane-fixtures';
import { botSend, inParts } from './new-sends';
import { priorityOf } from './send-priority';

const base = { correlationId: 'corr', createdAt: NOW };
const around = { base, afterTimer: false, lastInboundAt: msAfter(-1_000) };

describe('botSend', () => {
  it('is an answer', () => {
    const send = botSend({ id: 's', content: says('Hi') }, around);
    expect(send).toEqual({ id: 's', origin: 'bot', content: says('Hi'), ...base });
    expect(priorityOf(send)).toBe('reply');
  });

  it('takes the permit of a private reply over', () => {
    const content = { kind: 'private-reply' as const, commentId: 'c', text: 'Hi', permittedUntil: msAfter(5) };
    expect(botSend({ id: 's', content }, around).permittedUntil).toEqual(msAfter(5));
    expect(botSend({ id: 's', content, permittedUntil: msAfter(1) }, around).permittedUntil).toEqual(msAfter(1));
  });

  it.each([
    ['soon after the person wrote', msAfter(-119_999), 'reply'],
    ['later', msAfter(-120_000), 'follow-up'],
    ['to somebody who never wrote', null, 'follow-up'],
  ])('after a timer, %s', (_, lastInboundAt, expected) => {
    const send = botSend({ id: 's', content: says('Hi') }, { ...around, afterTimer: true, lastInboundAt });
    expect(priorityOf(send)).toBe(expected);
  });

  it('goes by what the handler says first', () => {
    const draft = { id: 's', content: says('Hi'), priority: 'follow-up' as const };
    expect(priorityOf(botSend(draft, around))).toBe('follow-up');
    expect(priorityOf(entry('s', { origin: 'person', priority: 'follow-up' }))).toBe('person');
  });
});

describe('inParts', () => {
  const send = botSend({ id: 's', content: says('a b c') }, around);

  it('leaves one message as it is', () => {
    expect(inParts(send, (content) => [content])).toEqual([send]);
  });

  it('makes a send of each part, with ids that stay the same when it is decided again', () => {
    const letters = () => [says('a'), says('b'), says('c')];
    const parts = inParts(send, letters);
    expect(parts.map(({ content }) => content)).toEqual(letters());
    expect(parts[0]?.id).toBe('s');
    expect(new Set(parts.map(({ id }) => id)).size).toBe(3);
    expect(inParts(send, letters)).toEqual(parts);
    expect(inParts({ ...send, id: 't' }, letters)[1]?.id).not.toBe(parts[1]?.id);
  });
});
