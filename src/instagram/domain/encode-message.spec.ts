import type { OutgoingContent } from '../../conversations';
import { problemOf } from './content-problem';
import { encodeMessage } from './encode-message';

const text = (value: string): OutgoingContent => ({ kind: 'text', text: value });
const replies = (count: number, title = 'Yes'): OutgoingContent => ({
  kind: 'text',
  text: 'Pick one',
  quickReplies: Array.from({ length: count }, (_, index) => ({ title, payload: `P${index}` })),
});
const cards = (count: number, title = 'Vase'): OutgoingContent => ({
  kind: 'cards',
  cards: Array.from({ length: count }, () => ({ title, subtitle: 'blue' })),
});
const privateReply = (value: string) => ({
  kind: 'private-reply' as const,
  commentId: 'c1',
  text: value,
  permittedUntil: new Date(0),
});
const buttons = (count: number, title = 'Open', value = 'What next?'): OutgoingContent => ({
  kind: 'buttons',
  text: value,
  buttons: Array.from({ length: count }, () => ({ title, payload: 'P' })),
});

describe('problemOf', () => {
  it.each<[string, OutgoingContent, RegExp | null]>([
    ['a text of 1000 bytes', text('a'.repeat(1_000)), null],
    ['a text of 1001 bytes', text('a'.repeat(1_001)), /1000 bytes/],
    ['500 letters of two bytes', text('ä'.repeat(500)), null],
    ['501 letters of two bytes', text('ä'.repeat(501)), /1000 bytes/],
    ['250 emoji of four bytes', text('👋'.repeat(250)), null],
    ['251 emoji of four bytes', text('👋'.repeat(251)), /1000 bytes/],
    ['no text', text(''), /needs a text/],
    ['a text of spaces', text(' \n\t'), /needs a text/],
    ['13 quick replies', replies(13), null],
    ['14 quick replies', replies(14), /13 quick replies/],
    ['a quick reply of 20 characters', replies(1, '👋'.repeat(20)), null],
    ['a quick reply of 21 characters', replies(1, '👋'.repeat(21)), /quick reply may have at most 20/],
    ['a button', buttons(1), null],
    ['three buttons', buttons(3), null],
    ['four buttons', buttons(4), /one to 3 buttons/],
    ['no button', buttons(0), /one to 3 buttons/],
    ['a button of 20 characters', buttons(1, 'a'.repeat(20)), null],
    ['a button of 21 characters', buttons(1, 'a'.repeat(21)), /button may have at most 20/],
    ['640 characters above buttons', buttons(1, 'Open', '👋'.repeat(640)), null],
    ['641 characters above buttons', buttons(1, 'Open', 'a'.repeat(641)), /640 characters/],
    ['buttons without a text', buttons(1, 'Open', ' '), /needs a text/],
    ['a quick reply without a title', replies(1, ' '), /needs a title/],
    ['a quick reply that asks', { kind: 'text', text: 'Mail?', quickReplies: [{ asks: 'email' }] }, null],
    [
      'a payload of 1000 characters',
      { kind: 'buttons', text: 'x', buttons: [{ title: 'A', payload: 'p'.repeat(1_000) }] },
      null,
    ],
    [
      'a payload of 1001 characters',
      { kind: 'buttons', text: 'x', buttons: [{ title: 'A', payload: 'p'.repeat(1_001) }] },
      /1000/,
    ],
    [
      'a button to nowhere',
      { kind: 'buttons', text: 'x', buttons: [{ title: 'A', url: 'javascript:alert(1)' }] },
      /https/,
    ],
    ['a picture', { kind: 'media', mediaType: 'image', url: 'https://a.example/1.png' }, null],
    ['a picture from nowhere', { kind: 'media', mediaType: 'image' }, /exactly one/],
    [
      'a picture from two places',
      { kind: 'media', mediaType: 'image', url: 'https://a.example', attachmentId: '1' },
      /exactly one/,
    ],
    ['a picture from a disk', { kind: 'media', mediaType: 'image', url: 'file:///etc/passwd' }, /https/],
    ['a stored file', { kind: 'media', mediaType: 'file', fileKey: 'k' }, null],
    ['ten images', { kind: 'images', urls: Array<string>(10).fill('https://a.example') }, null],
    ['eleven images', { kind: 'images', urls: Array<string>(11).fill('https://a.example') }, /one to 10/],
    ['no images', { kind: 'images', urls: [] }, /one to 10/],
    ['ten cards', cards(10), null],
    ['eleven cards', cards(11), /one to 10/],
    ['a card of 80 characters', cards(1, '👋'.repeat(80)), null],
    ['a card of 81 characters', cards(1, '👋'.repeat(81)), /one to 80/],
    ['a card of a title alone', { kind: 'cards', cards: [{ title: 'Vase' }] }, /more than a title/],
    ['a long subtitle', { kind: 'cards', cards: [{ title: 'Vase', subtitle: 'x'.repeat(81) }] }, /80/],
    [
      'four buttons on a card',
      { kind: 'cards', cards: [{ title: 'V', buttons: Array<{ title: string }>(4).fill({ title: 'A' }) }] },
      /at most 3/,
    ],
    ['a private reply', privateReply('x'.repeat(1_000)), null],
    ['a long private reply, which is never cut', privateReply('x'.repeat(1_001)), /1000 bytes/],
    ['a private reply with buttons', { ...privateReply('Hi'), buttons: [{ title: 'Go' }] }, null],
    ['a reaction', { kind: 'reaction', mid: 'm', reaction: '👩‍👩‍👧' }, null],
    ['a reaction that is taken back', { kind: 'reaction', mid: 'm', reaction: null }, null],
    ['a reaction of many words', { kind: 'reaction', mid: 'm', reaction: 'many words, not one emoji' }, /one emoji/],
    ['a reaction to nothing', { kind: 'reaction', mid: '', reaction: 'love' }, /needs the message/],
    ['a post', { kind: 'post', mediaId: '17' }, null],
    ['a sticker', { kind: 'sticker', sticker: 'like_heart' }, null],
  ])('%s', (_, content, problem) => {
    if (problem === null) expect(problemOf(content)).toBeNull();
    else expect(problemOf(content)).toMatch(problem);
  });
});

describe('encodeMessage', () => {
  it.each<[string, OutgoingContent, object]>([
    ['a text', text('Hi'), { text: 'Hi' }],
    ['a text with an empty list of quick replies', replies(0), { text: 'Pick one' }],
    [
      'quick replies',
      { kind: 'text', text: 'Pick one', quickReplies: [{ title: 'Prices', payload: 'Q:prices' }] },
      { text: 'Pick one', quick_replies: [{ content_type: 'text', title: 'Prices', payload: 'Q:prices' }] },
    ],
    [
      'buttons',
      {
        kind: 'buttons',
        text: 'What next?',
        buttons: [
          { title: 'Open', url: 'https://example.com' },
          { title: 'Agent', payload: 'handoff' },
          { title: 'Back' },
        ],
      },
      {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'button',
            text: 'What next?',
            buttons: [
              { type: 'web_url', title: 'Open', url: 'https://example.com' },
              { type: 'postback', title: 'Agent', payload: 'handoff' },
              { type: 'postback', title: 'Back', payload: 'Back' },
            ],
          },
        },
      },
    ],
    [
      'a quick reply that asks',
      { kind: 'text', text: 'Mail?', quickReplies: [{ asks: 'email' }, { asks: 'phone' }] },
      { text: 'Mail?', quick_replies: [{ content_type: 'user_email' }, { content_type: 'user_phone_number' }] },
    ],
    [
      'a video',
      { kind: 'media', mediaType: 'video', url: 'https://a.example/1.mp4' },
      { attachment: { type: 'video', payload: { url: 'https://a.example/1.mp4' } } },
    ],
    [
      'an uploaded voice note',
      { kind: 'media', mediaType: 'audio', attachmentId: '42' },
      { attachment: { type: 'audio', payload: { attachment_id: '42' } } },
    ],
    [
      'images',
      { kind: 'images', urls: ['https://a.example/1', 'https://a.example/2'] },
      {
        attachments: [
          { type: 'image', payload: { url: 'https://a.example/1' } },
          { type: 'image', payload: { url: 'https://a.example/2' } },
        ],
      },
    ],
    [
      'cards',
      {
        kind: 'cards',
        cards: [
          {
            title: 'Vase',
            subtitle: 'blue',
            imageUrl: 'https://a.example/v.png',
            url: 'https://a.example/v',
            buttons: [{ title: 'Buy', payload: 'BUY' }],
          },
          { title: 'Cup', subtitle: 'red' },
        ],
      },
      {
        attachment: {
          type: 'template',
          payload: {
            template_type: 'generic',
            elements: [
              {
                title: 'Vase',
                subtitle: 'blue',
                image_url: 'https://a.example/v.png',
                default_action: { type: 'web_url', url: 'https://a.example/v' },
                buttons: [{ type: 'postback', title: 'Buy', payload: 'BUY' }],
              },
              { title: 'Cup', subtitle: 'red' },
            ],
          },
        },
      },
    ],
    ['a post', { kind: 'post', mediaId: '17' }, { attachment: { type: 'MEDIA_SHARE', payload: { id: '17' } } }],
    ['a sticker', { kind: 'sticker', sticker: 'like_heart' }, { attachment: { type: 'like_heart' } }],
  ])('%s', (_, content, message) => {
    expect(encodeMessage({ participantId: 'p1', content })).toEqual({ recipient: { id: 'p1' }, message });
  });

  it('answers a message, and marks what a person writes late', () => {
    const content: OutgoingContent = { kind: 'text', text: 'Hi', replyToMid: 'm0' };
    expect(encodeMessage({ participantId: 'p1', content, humanAgent: true })).toEqual({
      recipient: { id: 'p1' },
      messaging_type: 'MESSAGE_TAG',
      tag: 'HUMAN_AGENT',
      message: { text: 'Hi' },
      reply_to: { mid: 'm0' },
    });
  });

  it.each<[string, OutgoingContent, object]>([
    [
      'love',
      { kind: 'reaction', mid: 'm', reaction: 'love' },
      { sender_action: 'react', payload: { message_id: 'm', reaction: 'love' } },
    ],
    [
      'none',
      { kind: 'reaction', mid: 'm', reaction: null },
      { sender_action: 'unreact', payload: { message_id: 'm' } },
    ],
  ])('reacts with %s', (_, content, body) => {
    expect(encodeMessage({ participantId: 'p1', content })).toEqual({ recipient: { id: 'p1' }, ...body });
  });

  it('answers a comment at the comment, never marked', () => {
    expect(encodeMessage({ participantId: 'p1', content: privateReply('Hi'), humanAgent: true })).toEqual({
      recipient: { comment_id: 'c1' },
      message: { text: 'Hi' },
    });
  });

  it('needs the address of a stored file', () => {
    const content: OutgoingContent = { kind: 'media', mediaType: 'file', fileKey: 'k' };
    expect(() => encodeMessage({ participantId: 'p1', content })).toThrow('no address');
  });

  it('refuses what breaks a limit, naming it', () => {
    expect(() => encodeMessage({ participantId: 'p1', content: replies(14) })).toThrow(
      expect.objectContaining({ code: 'INSTAGRAM.CONTENT', kind: 'invalid', message: problemOf(replies(14)) }),
    );
  });
});
