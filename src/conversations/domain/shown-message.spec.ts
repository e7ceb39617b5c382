import { claimed, conversation, entry, msAfter, NOW, says, USER } from '../../../test/support/lane-fixtures';
import type { MessageRow } from '../schemas/message.schema';
import { sentMessage } from './message-rows';
import { pendingMessage, shownMessage } from './shown-message';

const sent = sentMessage(conversation(), claimed('s'), { status: 'sent', mid: 'm', at: NOW });

describe('shownMessage', () => {
  it.each<[string, Partial<MessageRow>, Date | null, string]>([
    ['sent, nobody looked', {}, null, 'sent'],
    ['sent after the last look', {}, msAfter(-1), 'sent'],
    ['seen at its own time', {}, NOW, 'seen'],
    ['seen later', {}, msAfter(1), 'seen'],
    ['what failed is never seen', { status: 'failed' }, msAfter(1), 'failed'],
    ['what was received is never seen', { direction: 'in', status: 'received' }, msAfter(1), 'received'],
  ])('%s', (_, part, seenAt, status) => {
    expect(shownMessage({ ...sent, ...part }, seenAt).status).toBe(status);
  });

  it('shows neither tenant nor platform ids', () => {
    const inner = ['workspaceId', 'conversationId', 'accountId', 'mid', 'effectId', 'correlationId'];
    expect(Object.keys(shownMessage(sent, null)).filter((name) => inner.includes(name))).toEqual([]);
    expect(shownMessage(sent, null)).toMatchObject({
      id: 's',
      direction: 'out',
      origin: 'bot',
      text: 'text of s',
      at: NOW,
    });
  });
});

describe('pendingMessage', () => {
  it.each([
    [entry('s'), 'queued'],
    [claimed('s'), 'sending'],
    [claimed('s', 'unknown'), 'unknown'],
  ])('$status is shown as %s', (send, status) => {
    expect(pendingMessage(send)).toMatchObject({ id: 's', direction: 'out', status, at: NOW });
  });

  it('names the person who wrote it', () => {
    const send = entry('s', { origin: 'person', userId: USER, content: says('Hello') });
    expect(pendingMessage(send)).toMatchObject({
      origin: 'person',
      userId: USER,
      text: 'Hello',
      content: says('Hello'),
    });
  });
});
