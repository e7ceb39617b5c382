import { docxWith, pdfWith, zipOf } from '../../../test/support/documents';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { DocumentReader } from './document-reader.service';
import type { ReadOrder } from './read-document';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** In threads, as the product does it. */
describe('DocumentReader', () => {
  const telemetry = new TelemetryProbe();
  const reader = new DocumentReader(telemetry.logger);
  const read = (order: ReadOrder) => reader.read(order);

  it('reads a text, marks its language and cuts it at headings', async () => {
    const text = '# Rückgabe\nSie können ungetragene Artikel innerhalb von dreißig Tagen an unser Lager zurücksenden.';
    const document = await read({ format: 'text', text });
    expect(document).toMatchObject({ text, language: 'de', chunks: [{ language: 'de' }] });
    expect(document.chunks[0]?.text.startsWith('Rückgabe\nSie')).toBe(true);
  });

  it('reads a PDF page by page', async () => {
    const { text } = await read({ format: 'pdf', bytes: pdfWith('Returns within 30 days.', 'Delivery in two days.') });
    expect(text).toBe('Returns within 30 days.\n\nDelivery in two days.');
  });

  it('reads a Word document with its headings', async () => {
    const document = await read({ format: 'docx', bytes: docxWith('Returns', 'Within 30 days.', 'Unworn only.') });
    expect(document.text).toBe('# Returns\n\nWithin 30 days.\n\nUnworn only.');
    expect(document.chunks).toEqual([{ text: 'Returns\nWithin 30 days.\n\nUnworn only.' }]);
  });

  it('reads a page without what surrounds it', async () => {
    const long = 'You may return all that you have not worn. '.repeat(6).trim();
    const page =
      '<html><head><title> Our  returns </title><style>p{}</style></head><body><nav>Home</nav>' +
      `<main><h2>Returns</h2><p>${long}</p><script>evil()</script><a href="https://x.example">More</a></main><footer>©</footer></body></html>`;
    expect(await read({ format: 'html', text: page })).toMatchObject({
      title: 'Our returns',
      text: `## Returns\n\n${long}\n\nMore`,
    });
  });

  it('reads a page without a main part, but for its menus and forms', async () => {
    const page =
      '<body><nav>Home</nav><p>Open on <b>Mondays</b>.</p><script>evil()</script><form>Sign up</form><footer>Imprint</footer></body>';
    expect((await read({ format: 'html', text: page })).text).toBe('Open on Mondays.');
  });

  it('reads a table row by row, whatever separates its columns', async () => {
    const table = '\ufeffproduct;price;"in stock"\nHat;"12,50 EUR";yes\n"Scarf; wool";20 EUR;\n';
    expect((await read({ format: 'csv', bytes: bytes(table) })).text).toBe(
      'product: Hat\nprice: 12,50 EUR\nin stock: yes\n\nproduct: Scarf; wool\nprice: 20 EUR',
    );
  });

  it('reads texts in older encodings', async () => {
    expect((await read({ format: 'text', bytes: Uint8Array.of(0x47, 0x72, 0xfc, 0xdf, 0x65) })).text).toBe('Grüße');
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Grüße', 'utf16le')]);
    expect((await read({ format: 'text', bytes: utf16 })).text).toBe('Grüße');
  });

  it.each<[string, ReadOrder, string]>([
    ['an empty text', { format: 'text', text: ' \n ' }, 'no-text'],
    ['a text that is too long', { format: 'text', text: 'word '.repeat(500_000) }, 'too-long'],
    ['what is no PDF', { format: 'pdf', bytes: bytes('%PDF-1.4 and then nothing') }, 'unreadable-file'],
    ['what is no Word document', { format: 'docx', bytes: zipOf({ 'a.txt': 'hello' }) }, 'unreadable-file'],
  ])('refuses %s in words', async (_, order, code) => {
    await expect(read(order)).rejects.toMatchObject({ name: 'UnreadableDocument', code });
  });

  it('leaves the event loop to others', async () => {
    const text = 'One sentence follows another, and none of them is short enough. '.repeat(3_000);
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last - 5);
      last = performance.now();
    }, 5);
    const { chunks } = await read({ format: 'text', text });
    clearInterval(timer);
    expect(chunks.length).toBeGreaterThan(150);
    expect(longest).toBeLessThan(200);
  });
});
