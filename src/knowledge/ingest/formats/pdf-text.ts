import type { FormatText } from '../read-document';
import { UnreadableDocument } from '../unreadable-document';

/** Of a PDF, page by page. What is only a picture of text gives none. */
export async function pdfText(bytes: Uint8Array): Promise<FormatText> {
  // An ECMAScript module only, and large: loaded where a PDF is read.
  const { extractText } = await import('unpdf');
  try {
    // A copy, which it takes over.
    const { text } = await extractText(new Uint8Array(bytes), { mergePages: false });
    return { text: text.join('\n\n') };
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'PasswordException')
      throw new UnreadableDocument('protected-file', 'The PDF is protected by a password.', { cause });
    throw new UnreadableDocument('unreadable-file', 'This is no PDF that can be read.', { cause });
  }
}
