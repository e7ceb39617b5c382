export const UPLOAD_FORMATS = ['pdf', 'docx', 'csv', 'html', 'text'] as const;
export type UploadFormat = (typeof UPLOAD_FORMATS)[number];

export const MEDIA_TYPES: Readonly<Record<UploadFormat, string>> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  csv: 'text/csv',
  html: 'text/html',
  text: 'text/plain',
};

const TEXT_ENDINGS: Readonly<Record<string, UploadFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  htm: 'html',
  html: 'html',
  txt: 'text',
  text: 'text',
  md: 'text',
  markdown: 'text',
};

/**
 * What an upload is by its first bytes; its name only tells text from text. Null: nothing that can be read.
 * `signatures`: the media types and endings that the bytes were recognised by.
 */
export function uploadFormatOf(
  fileName: string,
  bytes: Uint8Array,
  signatures: readonly string[],
): UploadFormat | null {
  const ending = /\.([a-z0-9]{1,10})$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';
  if (signatures.includes('pdf')) return 'pdf';
  if (signatures.includes('zip') || signatures.includes('docx')) return ending === 'docx' ? 'docx' : null;
  const format = TEXT_ENDINGS[ending];
  return format !== undefined && isText(bytes) ? format : null;
}

/** Text of any encoding has no zero bytes, but UTF-16, which says so in front. */
function isText(bytes: Uint8Array): boolean {
  return isUtf16(bytes) || !bytes.subarray(0, 8_192).includes(0);
}

const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** UTF-8; UTF-16 with its mark; what is neither is taken for the code page of Western Windows. */
export function decodeText(bytes: Uint8Array): string {
  if (isUtf16(bytes)) return new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // A TypeError is how it says that the bytes are no UTF-8.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
