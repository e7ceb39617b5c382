import type { OutgoingContent } from '../../conversations';
import { encodeMessage, problemOf } from './encode-message';

const text = (value: string): OutgoingContent => ({ kind: 'text', text: value });
const replies = (count: number, title = 'Yes'): OutgoingContent => ({
  kind: 'text',
  text: 'Pick one',
  quickReplies: Array.from({ length: count }, (_, index) => ({ title, payload: `P${index}` })),
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
  ])('%s', (_, content, message) => {
    expect(encodeMessage('p1', content)).toEqual({ recipient: { id: 'p1' }, message });
  });

  it('refuses what breaks a limit, naming it', () => {
    expect(() => encodeMessage('p1', replies(14))).toThrow(
      expect.objectContaining({ code: 'INSTAGRAM.CONTENT', kind: 'invalid', message: problemOf(replies(14)) }),
    );
  });
});
