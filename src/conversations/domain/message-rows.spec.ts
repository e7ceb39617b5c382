import {
  claimed,
  conversation,
  echo,
  entry,
  LANE,
  laneEvent,
  message,
  msAfter,
  NOW,
  postback,
  says,
  USER,
} from '../../../test/support/lane-fixtures';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import type { EchoReceived, MessageReceived, PostbackReceived } from './channel-event';
import { appMessage, receivedMessage, sentMessage } from './message-rows';

const { conversationId, workspaceId, accountId } = LANE;
const of = (event: LaneEvent, row: Record<string, unknown>) => ({
  _id: event._id,
  workspaceId,
  conversationId,
  accountId,
  at: event.platformAt,
  correlationId: event.correlationId,
  ...row,
});

describe('receivedMessage', () => {
  const inbound = { direction: 'in', origin: 'participant', status: 'received' };

  it('keeps text, attachments, mid and the platform’s time', () => {
    const event = message('m', 'Hi', { platformAt: msAfter(-500) });
    const attachments = [{ type: 'image', url: 'https://cdn.example/1' }];
    expect(receivedMessage(event, { ...(event.payload as MessageReceived), attachments })).toEqual(
      of(event, { ...inbound, mid: 'mid-m', text: 'Hi', attachments }),
    );
  });

  it('has an empty text when only a picture came, and the payload of a tapped quick reply', () => {
    const event = message('m');
    const { text: _text, ...picture } = event.payload as MessageReceived;
    expect(receivedMessage(event, { ...picture, quickReplyPayload: 'Q' })).toMatchObject({
      text: '',
      quickReplyPayload: 'Q',
    });
  });

  it('shows a postback by its title', () => {
    const event = postback('p', 'BUY');
    expect(receivedMessage(event, { ...(event.payload as PostbackReceived), title: 'Buy now' })).toEqual(
      of(event, { ...inbound, mid: 'mid-p', text: 'Buy now', attachments: [], postbackPayload: 'BUY' }),
    );
  });

  it('has no mid when the platform gave none', () => {
    const payload: PostbackReceived = { kind: 'postback', participantId: 'p1', at: 0, dedupeKey: 'k', payload: 'BUY' };
    const row = receivedMessage(laneEvent('p', payload), payload);
    expect(row).not.toHaveProperty('mid');
    expect(row.text).toBe('');
  });
});

it('appMessage: a message that a person typed elsewhere is out, sent, and of no effect', () => {
  const event = echo('e', 'I am Ana');
  const row = appMessage(event, event.payload as EchoReceived);
  expect(row).toEqual(
    of(event, { direction: 'out', origin: 'app', status: 'sent', mid: 'mid-e', text: 'I am Ana', attachments: [] }),
  );
  expect(row).not.toHaveProperty('effectId');
});

describe('sentMessage', () => {
  it('marks the row as written by a send, so that its echo is known', () => {
    const row = sentMessage(conversation(), claimed('s'), { status: 'sent', mid: 'mid9', at: NOW });
    expect(row).toEqual({
      _id: 's',
      effectId: 's',
      workspaceId,
      conversationId,
      accountId,
      direction: 'out',
      origin: 'bot',
      text: 'text of s',
      content: says('text of s'),
      attachments: [],
      correlationId: 'corr',
      status: 'sent',
      mid: 'mid9',
      at: NOW,
    });
  });

  it.each(['failed', 'parked'] as const)('keeps content and reason of one that %s, without a mid', (status) => {
    const error = { code: 'X', message: 'why' };
    const row = sentMessage(conversation(), entry('s', { origin: 'person', userId: USER }), { status, error, at: NOW });
    expect(row).toMatchObject({ status, error, userId: USER, origin: 'person', content: says('text of s') });
    expect(row).not.toHaveProperty('mid');
  });
});
