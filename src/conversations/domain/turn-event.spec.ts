import { echo, laneEvent, message, NOW, postback } from '../../../test/support/lane-fixtures';
import type { LaneEvent, LaneEventPayload } from '../schemas/inbox-event.schema';
import { turnEventOf } from './turn-event';

const base = { participantId: 'p1', at: NOW.getTime(), dedupeKey: 'k' };
const withPart = (event: LaneEvent, part: object): LaneEvent => ({
  ...event,
  payload: { ...event.payload, ...part },
});
const ofPayload = (payload: LaneEventPayload) => turnEventOf(laneEvent('e', payload), true);

describe('turnEventOf', () => {
  it.each<[string, object, object[]]>([
    [
      'an ad that was tapped',
      { referral: { ref: 'spring', adId: '12' } },
      [{ on: 'referral', ref: 'spring', payload: '12' }],
    ],
    ['an ad without a ref', { referral: { adId: '12' } }, [{ on: 'referral', ref: '12', payload: '12' }]],
    ['an answer to a story', { replyTo: { story: { id: 's1' } } }, [{ on: 'story_reply', payload: 's1' }]],
    ['a story that names the account', { attachments: [{ type: 'story_mention' }] }, [{ on: 'story_mention' }]],
    ['a story that is shared', { attachments: [{ type: 'ig_story' }, { type: 'story' }] }, [{ on: 'story_share' }]],
    [
      'several at once, the most definite first',
      { attachments: [{ type: 'story_mention' }], referral: { ref: 'r' } },
      [{ on: 'referral', ref: 'r' }, { on: 'story_mention' }],
    ],
  ])('a message is also %s', (_, part, occasions) => {
    expect(turnEventOf(withPart(message('m', 'hi'), part), true)).toEqual({
      kind: 'message',
      eventId: 'm',
      at: NOW,
      answerable: true,
      text: 'hi',
      attachments: [],
      ...('attachments' in part ? { attachments: part.attachments } : {}),
      occasions,
    });
  });

  it.each([
    ['a voice note', { text: undefined, attachments: [{ type: 'audio', url: 'https://cdn/v' }] }, true],
    ['a voice note with a text', { attachments: [{ type: 'audio', url: 'https://cdn/v' }] }, undefined],
    ['a picture', { text: undefined, attachments: [{ type: 'image', url: 'https://cdn/p' }] }, undefined],
    ['one to be heard once', { text: undefined, attachments: [{ type: 'audio', isEphemeral: true }] }, undefined],
  ])('says nothing but in a voice note: %s', (_, part, isVoice) => {
    const event = turnEventOf(withPart(message('m', 'hi'), part), true);
    expect(event?.kind === 'message' && event.isVoice).toBe(isVoice);
  });

  it('words of a voice note name their message', () => {
    expect(turnEventOf(laneEvent('t', { kind: 'transcript', messageId: 'm', text: 'hello' }), true)).toEqual({
      kind: 'transcript',
      eventId: 't',
      messageId: 'm',
      text: 'hello',
    });
  });

  it('a tap of a new thread is also the link that led to it', () => {
    expect(turnEventOf(withPart(postback('p', 'START'), { referral: { ref: 'qr' } }), true)).toMatchObject({
      kind: 'postback',
      payload: 'START',
      occasions: [{ on: 'referral', ref: 'qr' }],
    });
  });

  it('an answer to a message, and a post that is shared, are messages and no more', () => {
    const part = { replyTo: { mid: 'm0' }, attachments: [{ type: 'ig_post' }] };
    expect(turnEventOf(withPart(message('m'), part), true)).not.toHaveProperty('occasions');
  });

  it('tells comments apart by where they are, with what they are about', () => {
    const comment = { ...base, kind: 'comment', commentId: 'c', text: 'LINK', mediaId: 'm', username: 'jane' } as const;
    expect(ofPayload({ ...comment, isLive: false })).toEqual({
      kind: 'stimulus',
      eventId: 'e',
      at: NOW,
      answerable: true,
      on: 'post_comment',
      text: 'LINK',
      attachments: [],
      comment: { commentId: 'c', mediaId: 'm', username: 'jane', isLive: false },
    });
    expect(ofPayload({ ...comment, isLive: true })).toMatchObject({ on: 'live_comment', comment: { isLive: true } });
  });

  it('a reaction and a link are signals', () => {
    expect(
      ofPayload({ ...base, kind: 'reaction', mid: 'm', action: 'react', reaction: 'love', emoji: '❤️' }),
    ).toMatchObject({
      kind: 'stimulus',
      on: 'reaction',
      text: '❤️',
      payload: 'love',
    });
    expect(ofPayload({ ...base, kind: 'referral', referral: { ref: 'qr', source: 'SHORTLINK' } })).toMatchObject({
      kind: 'stimulus',
      on: 'referral',
      ref: 'qr',
      text: '',
    });
  });

  it.each<[string, LaneEventPayload]>([
    ['a reaction taken back', { ...base, kind: 'reaction', mid: 'm', action: 'unreact' }],
    ['a reaction of the account', { ...base, kind: 'reaction', mid: 'm', action: 'react', fromAccount: true }],
    ['an edit', { ...base, kind: 'edit', mid: 'm', text: 'x', editNumber: 1 }],
    ['a withdrawal', { ...base, kind: 'unsend', mid: 'm' }],
    ['a mention', { ...base, kind: 'mention', mediaId: 'm' }],
    ['an opt-in', { ...base, kind: 'optin' }],
    ['that another app gives the thread away', { ...base, kind: 'thread-control', what: 'passed' }],
    ['what the account said long ago', { ...(echo('e').payload as object), backfill: 'history' } as LaneEventPayload],
  ])('%s is none of the automation’s business', (_, payload) => {
    expect(ofPayload(payload)).toBeNull();
  });

  it('tells that another app has the thread', () => {
    expect(turnEventOf(withPart(message('m'), { standby: true }), false)).toMatchObject({
      standby: true,
      answerable: false,
    });
    const taken = ofPayload({ ...base, kind: 'thread-control', what: 'taken' });
    expect(taken).toEqual({ kind: 'thread-taken', eventId: 'e' });
  });
});
