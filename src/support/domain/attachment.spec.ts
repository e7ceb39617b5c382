import { filetypename } from 'magic-bytes.js';
import { dispositionOf, formatOf, shownNameOf, storedNameOf } from './attachment';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const bytesOf = (text: string): Buffer => Buffer.from(text);
const typeOf = (bytes: Uint8Array) => formatOf(filetypename(bytes), bytes)?.contentType ?? null;

describe('files of tickets', () => {
  it.each<[string, Uint8Array, string | null]>([
    ['a picture', PNG, 'image/png'],
    ['a PDF', bytesOf('%PDF-1.7\n'), 'application/pdf'],
    ['a log', bytesOf('2026-01-01 info ready\n'), 'text/plain; charset=utf-8'],
    ['text in any script', bytesOf('журнал 日志'), 'text/plain; charset=utf-8'],
    ['a page, which is shown as the text that it is', bytesOf('just <b>bold</b>'), 'text/plain; charset=utf-8'],
    ['an answer of the API', bytesOf('{"code":"X"}'), 'text/plain; charset=utf-8'],
    ['a drawing that may hold scripts', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"></svg>'), null],
    ['a program', Buffer.from('7f454c46020101000000000000000000', 'hex'), null],
    ['an archive', Buffer.from('504b030414000000', 'hex'), null],
    ['bytes of no kind', Buffer.from([0xfe, 0x00, 0x01, 0xff]), null],
    ['text that is no UTF-8', Buffer.from([0x41, 0xff, 0x41]), null],
  ])('%s', (_, bytes, expected) => {
    expect(typeOf(bytes)).toBe(expected);
  });

  it.each([
    ['photo.png', 'photo.png'],
    ['C:\\temp\\photo.png', 'photo.png'],
    ['../../etc/passwd', 'passwd'],
    ['a\nb.png', 'ab.png'],
    ['', 'file.png'],
    [undefined, 'file.png'],
    [`${'x'.repeat(300)}.png`, 'x'.repeat(120)],
  ])('named %j are shown as %j', (name, expected) => {
    expect(shownNameOf(name, { contentType: 'image/png', ending: 'png' })).toBe(expected);
  });

  it('open by themselves only where nothing can run in them', () => {
    expect(['image/png', 'video/mp4', 'application/pdf', 'text/plain; charset=utf-8'].map(dispositionOf)).toEqual([
      'inline',
      'inline',
      'attachment',
      'attachment',
    ]);
    expect(storedNameOf('0123456789abcdef', 'text/plain; charset=utf-8')).toBe('0123456789ab.txt');
  });
});
