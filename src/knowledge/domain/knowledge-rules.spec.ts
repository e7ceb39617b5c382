import { businessText, catalogueText } from './business-texts';
import { fused } from './fusion';
import { changedContent, contentOf, uploadTitle } from './item-wishes';
import { type KnowledgeItem, PLATFORM_KNOWLEDGE, tagsOf, versionOfStamp } from './knowledge-item';
import { decodeText, uploadFormatOf } from './upload-format';

const ITEM: KnowledgeItem = {
  id: 'i',
  workspaceId: PLATFORM_KNOWLEDGE,
  kind: 'text',
  title: 'Returns',
  tags: [],
  active: true,
  source: {},
  version: 1,
  status: 'ready',
  createdAt: new Date(0),
  updatedAt: new Date(0),
};

describe('fused', () => {
  it('puts what both lists have before what only one has, whatever their scores', () => {
    const byMeaning = [
      { id: 'a', score: 0.6 },
      { id: 'b', score: 0.5 },
    ];
    const byWords = [
      { id: 'c', score: 1 },
      { id: 'b', score: 0.2 },
    ];
    expect(fused(byMeaning, byWords).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  });

  it('scores by the better of words and meaning, from 0 to 1', () => {
    const [hit] = fused([{ id: 'a', score: 0.9 }], [{ id: 'a', score: 0.3 }]);
    expect(hit).toEqual({ id: 'a', score: 1 });
    expect(fused([{ id: 'a', score: -0.2 }], [])).toEqual([{ id: 'a', score: 0 }]);
    expect(fused([{ id: 'a', score: 0.4 }], [])[0]?.score).toBeCloseTo(0.5);
  });
});

describe('items', () => {
  it('of a page have its address for a title until they have one', () => {
    expect(contentOf({ kind: 'page', url: 'https://a.example' })).toEqual({
      ok: true,
      content: { title: 'https://a.example', url: 'https://a.example' },
    });
  });

  it.each([
    [{ title: 'Returns' }, 'same text', null],
    [{ content: 'same text' }, 'same text', null],
    [{ content: 'new' }, 'same text', { title: 'Returns', content: 'new' }],
    [{ title: 'New  title ', content: undefined }, 'same text', { title: 'New title', content: 'same text' }],
  ])('after %j of %j say %j', (changes, before, content) => {
    expect(changedContent(ITEM, before, changes)).toEqual(content === null ? null : { ok: true, content });
  });

  it('refuse changes that do not fit their kind', () => {
    expect(changedContent(ITEM, 'text', { url: 'https://a.example' })).toMatchObject({ ok: false });
    const page: KnowledgeItem = { ...ITEM, kind: 'page', source: { url: 'https://a.example' } };
    expect(changedContent(page, undefined, { content: 'text' })).toMatchObject({ ok: false });
    expect(changedContent(page, undefined, { title: 'Returns' })).toBeNull();
  });

  it('have tags in one spelling, each once, and titles from their files', () => {
    expect(tagsOf([' A', 'a', 'b', ''])).toEqual(['a', 'b']);
    expect([
      uploadTitle(undefined, 'price list.pdf'),
      uploadTitle(' Prices ', 'a.pdf'),
      uploadTitle('', '.pdf'),
    ]).toEqual(['price list', 'Prices', 'File']);
    expect(versionOfStamp('12.abc')).toBe(12);
  });
});

describe('uploadFormatOf', () => {
  const text = Buffer.from('hello');
  it.each([
    ['a.pdf', text, ['pdf'], 'pdf'],
    ['a.txt', text, ['pdf'], 'pdf'],
    ['a.docx', text, ['zip', 'docx'], 'docx'],
    ['a.xlsx', text, ['zip', 'docx'], null],
    ['a.csv', text, [], 'csv'],
    ['a.MD', text, [], 'text'],
    ['a.exe', text, ['exe'], null],
    ['a.txt', Buffer.from([1, 0, 2]), [], null],
    ['a.txt', Buffer.from([0xff, 0xfe, 0x41, 0]), [], 'text'],
    ['noending', text, [], null],
  ])('tells %s', (name, bytes, signatures, format) => {
    expect(uploadFormatOf(name, bytes, signatures)).toBe(format);
  });

  it('decodes what is not UTF-8, too', () => {
    expect(decodeText(Uint8Array.of(0xe9))).toBe('é');
    expect(decodeText(Buffer.from('é'))).toBe('é');
  });
});

describe('texts of the settings', () => {
  const CARD = {
    businessName: 'Luna',
    description: null,
    tone: null,
    location: null,
    website: null,
    catalogue: [],
    documents: [],
    language: 'en',
    timeZone: 'UTC',
    hours: [],
    openNow: true,
    opensAt: null,
  };

  it('are empty when there is nothing to say', () => {
    expect([businessText(CARD), catalogueText([])]).toEqual(['', '']);
  });

  it('say what there is, under headings', () => {
    const card = {
      ...CARD,
      location: 'Berlin',
      hours: ['Monday: 09:00–12:00'],
      documents: [{ title: 'Terms', url: 'https://a.example' }],
    };
    expect(businessText(card)).toBe(
      'Address: Berlin\n\n# Opening hours (UTC)\nMonday: 09:00–12:00\n\n# Documents\nTerms: https://a.example',
    );
    expect(
      catalogueText([
        { name: 'Hat', price: '5 EUR' },
        { name: 'Cap', description: 'Blue.' },
      ]),
    ).toBe('# Hat\nPrice: 5 EUR\n\n# Cap\nBlue.');
  });
});
