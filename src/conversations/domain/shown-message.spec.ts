import { claimed, conversation, entry, LANE, msAfter, NOW, says, USER } from '../../../test/support/lane-fixtures';
import type { MessageMarkRow } from '../schemas/message-mark.schema';
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

  it('shows no ids but its own and Instagram’s, which an answer to it names', () => {
    const inner = ['workspaceId', 'conversationId', 'accountId', 'effectId', 'correlationId'];
    expect(Object.keys(shownMessage(sent, null)).filter((name) => inner.includes(name))).toEqual([]);
    expect(shownMessage(sent, null)).toMatchObject({
      id: 's',
      mid: 'm',
      direction: 'out',
      origin: 'bot',
      text: 'text of s',
      at: NOW,
    });
  });

  describe('with what happened to it afterwards', () => {
    const mark = (part: Partial<MessageMarkRow>): MessageMarkRow => ({
      _id: 'mark',
      ...LANE,
      mid: 'm',
      reactions: [],
      edits: [],
      at: NOW,
      ...part,
    });

    it('shows reactions that stand', () => {
      const reactions: MessageMarkRow['reactions'] = [
        { by: 'participant', action: 'react', reaction: 'love', emoji: '❤️', at: NOW },
        { by: 'account', action: 'unreact', at: NOW },
      ];
      expect(shownMessage(sent, null, mark({ reactions })).reactions).toEqual([
        { by: 'participant', reaction: 'love', emoji: '❤️', at: NOW },
      ]);
    });

    it('shows the text of the last edit, and what it said before', () => {
      const edits = [1, 2].map((number) => ({ number, text: `edit ${number}`, at: msAfter(number) }));
      expect(shownMessage(sent, null, mark({ edits }))).toMatchObject({
        text: 'edit 2',
        editedAt: msAfter(2),
        earlierTexts: [
          { text: 'text of s', at: NOW },
          { text: 'edit 1', at: msAfter(1) },
        ],
      });
    });

    it('shows nothing of what was taken back but that it was', () => {
      const edits = [{ number: 1, text: 'secret', at: NOW }];
      const shown = shownMessage(
        { ...sent, attachments: [{ type: 'image' }] },
        null,
        mark({ edits, unsentAt: msAfter(5) }),
      );
      expect(shown).toEqual({
        id: 's',
        mid: 'm',
        direction: 'out',
        origin: 'bot',
        status: 'sent',
        at: NOW,
        unsentAt: msAfter(5),
        text: '',
        attachments: [],
        reactions: [],
        earlierTexts: [],
      });
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
