import { convertToHtml, images } from 'mammoth';
import type { FormatText } from '../read-document';
import { UnreadableDocument } from '../unreadable-document';
import { htmlText } from './html-text';

/** Of a Word document, with its headings and tables. */
export async function docxText(bytes: Uint8Array): Promise<FormatText> {
  try {
    const withoutImages = { convertImage: images.imgElement(async () => ({ src: '' })) };
    const { value } = await convertToHtml({ buffer: Buffer.from(bytes) }, withoutImages);
    return htmlText(value);
  } catch (cause) {
    throw new UnreadableDocument('unreadable-file', 'This is no Word document that can be read.', { cause });
  }
}
