import type { OutgoingContent } from './content';
import { type Likeness, likenessOf, type Shown } from './content-likeness';

const text: OutgoingContent = { kind: 'text', text: 'Hello' };
const buttons: OutgoingContent = { kind: 'buttons', text: 'Hello', buttons: [{ title: 'A' }] };
const cards: OutgoingContent = { kind: 'cards', cards: [{ title: 'Vase', subtitle: 'blue' }, { title: 'Cup' }] };
const image: OutgoingContent = { kind: 'media', mediaType: 'image', url: 'https://a.example/1.png' };
const voice: OutgoingContent = { kind: 'media', mediaType: 'audio', attachmentId: '1' };
const images: OutgoingContent = { kind: 'images', urls: ['https://a.example/1', 'https://a.example/2'] };
const privateReply = { kind: 'private-reply' as const, commentId: 'c', text: 'Hello', permittedUntil: new Date(0) };
const shown = (words: string, ...attachmentTypes: string[]): Shown => ({ text: words, attachmentTypes });

describe('likenessOf', () => {
  it.each<[string, OutgoingContent, Shown, Likeness]>([
    ['a text', text, shown('Hello'), 'equal'],
    ['another text', text, shown('Hello!'), 'different'],
    ['a text and a picture', text, shown('', 'image'), 'different'],
    ['a text and nothing', text, shown(''), 'different'],
    ['buttons with their text', buttons, shown('Hello', 'template'), 'equal'],
    ['buttons that show no text', buttons, shown('', 'template'), 'possible'],
    ['buttons and a picture', buttons, shown('', 'image'), 'different'],
    ['buttons where the kinds are not told', buttons, { text: '' }, 'possible'],
    ['cards by the first title', cards, shown('Vase', 'template'), 'equal'],
    ['a private reply', privateReply, shown('Hello'), 'equal'],
    ['a private reply of a text alone', privateReply, shown('', 'template'), 'different'],
    ['a private reply with buttons', { ...privateReply, buttons: [{ title: 'A' }] }, shown('', 'template'), 'possible'],
    ['a picture', image, shown('', 'image'), 'equal'],
    ['a picture and two', image, shown('', 'image', 'image'), 'different'],
    ['a picture and a video', image, shown('', 'video'), 'different'],
    ['a picture and words', image, shown('Hello'), 'different'],
    ['a picture and nothing', image, shown(''), 'different'],
    ['a picture where the kinds are not told', image, { text: '' }, 'possible'],
    ['a voice note, which a thread shows as a file', voice, shown('', 'file'), 'equal'],
    ['two pictures', images, shown('', 'image', 'image'), 'equal'],
    ['two pictures and one', images, shown('', 'image'), 'different'],
    ['a post', { kind: 'post', mediaId: '1' }, shown('', 'share'), 'possible'],
    ['a sticker', { kind: 'sticker', sticker: 'like_heart' }, shown('', 'image'), 'possible'],
    ['a reaction, which is no message', { kind: 'reaction', mid: 'm', reaction: 'love' }, shown(''), 'different'],
  ])('%s', (_, content, message, likeness) => {
    expect(likenessOf(content, message)).toBe(likeness);
  });
});
