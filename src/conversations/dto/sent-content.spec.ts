import { plainToInstance } from 'class-transformer';
import { contentOf } from './sent-content';
import { SendMessageRequest } from './send-message.request';

const content = (body: object) => contentOf(plainToInstance(SendMessageRequest, body, { exposeUnsetFields: false }));
const button = { title: 'Go', payload: 'GO' };

describe('contentOf', () => {
  it.each<[string, object, object]>([
    ['a text without a kind', { text: 'Hi' }, { kind: 'text', text: 'Hi' }],
    ['an answer', { text: 'Hi', replyToMid: 'm' }, { kind: 'text', text: 'Hi', replyToMid: 'm' }],
    [
      'quick replies',
      { text: 'Hi', quickReplies: [{ title: 'Yes' }, { title: 'No', payload: 'N' }, { asks: 'email' }] },
      {
        kind: 'text',
        text: 'Hi',
        quickReplies: [{ title: 'Yes', payload: 'Yes' }, { title: 'No', payload: 'N' }, { asks: 'email' }],
      },
    ],
    ['buttons', { kind: 'buttons', text: 'Hi', buttons: [button] }, { kind: 'buttons', text: 'Hi', buttons: [button] }],
    [
      'a stored file',
      { kind: 'media', mediaType: 'image', fileKey: 'k' },
      { kind: 'media', mediaType: 'image', fileKey: 'k' },
    ],
    ['images', { kind: 'images', urls: ['https://a.example'] }, { kind: 'images', urls: ['https://a.example'] }],
    [
      'cards',
      {
        kind: 'cards',
        cards: [
          { title: 'Vase', buttons: [button] },
          { title: 'Cup', subtitle: 'red' },
        ],
      },
      {
        kind: 'cards',
        cards: [
          { title: 'Vase', buttons: [button] },
          { title: 'Cup', subtitle: 'red' },
        ],
      },
    ],
    ['a post', { kind: 'post', mediaId: '17' }, { kind: 'post', mediaId: '17' }],
    ['a sticker', { kind: 'sticker', sticker: 'like_heart' }, { kind: 'sticker', sticker: 'like_heart' }],
    ['a reaction', { kind: 'reaction', mid: 'm', reaction: 'love' }, { kind: 'reaction', mid: 'm', reaction: 'love' }],
    ['a reaction taken back', { kind: 'reaction', mid: 'm' }, { kind: 'reaction', mid: 'm', reaction: null }],
    [
      'a private reply',
      { kind: 'private-reply', commentId: 'c', text: 'Hi', buttons: [button] },
      { kind: 'private-reply', commentId: 'c', text: 'Hi', buttons: [button] },
    ],
  ])('%s', (_, body, expected) => {
    expect(content(body)).toStrictEqual(expected);
  });

  it.each<[string, object, string[]]>([
    ['a text without a text', {}, ['text']],
    ['a reaction that answers', { kind: 'reaction', mid: 'm', replyToMid: 'm' }, ['replyToMid']],
    ['a text with a picture', { text: 'Hi', url: 'https://a.example' }, ['url']],
    ['buttons without both', { kind: 'buttons' }, ['text', 'buttons']],
    ['a quick reply of nothing', { text: 'Hi', quickReplies: [{}] }, ['quickReplies.0']],
    ['a quick reply of both', { text: 'Hi', quickReplies: [{ title: 'A', asks: 'email' }] }, ['quickReplies.0']],
  ])('refuses %s', (_, body, fields) => {
    expect(() => content(body)).toThrow(
      expect.objectContaining({
        code: 'REQUEST.INVALID',
        fields: fields.map((field) => expect.objectContaining({ field }) as unknown),
      }),
    );
  });
});
