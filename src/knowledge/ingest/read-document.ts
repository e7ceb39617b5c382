import { chunksOf } from '../domain/chunking';
import { TEXT_MAX } from '../domain/knowledge-item';
import type { UploadFormat } from '../domain/upload-format';
import { decodeText } from '../domain/upload-format';
import { UnreadableDocument } from './unreadable-document';
import { csvText } from './formats/csv-text';
import { docxText } from './formats/docx-text';
import { htmlText } from './formats/html-text';
import { pdfText } from './formats/pdf-text';
import { languageOf } from './language-of';

/** What is to be read; `text`: as it is, or the source of a page. */
export type ReadOrder = { format: UploadFormat; bytes: Uint8Array } | { format: 'html' | 'text'; text: string };

export interface ReadDocument {
  /** That the document gives itself. */
  title?: string;
  text: string;
  /** In order. */
  chunks: readonly { text: string; language?: string }[];
  /** ISO 639-1 code of most of it, where it could be told. */
  language?: string;
}

export interface FormatText {
  title?: string;
  text: string;
}

/** Reads a document and cuts it into chunks. Takes as long as it takes: for a thread. @throws UnreadableDocument */
export async function readDocument(order: ReadOrder): Promise<ReadDocument> {
  const { title, text: whole } = await textOf(order);
  const text = whole.replaceAll('\0', '').trim();
  if (text === '') throw new UnreadableDocument('no-text', 'There is no text in it.');
  if (text.length > TEXT_MAX)
    throw new UnreadableDocument('too-long', `It has more than ${TEXT_MAX} characters of text.`);
  const language = languageOf(text);
  const chunks = chunksOf(text).map((chunk) => ({ text: chunk, ...languagePart(languageOf(chunk, language)) }));
  return { ...(title === undefined ? {} : { title }), text, chunks, ...languagePart(language) };
}

const languagePart = (language: string | undefined) => (language === undefined ? {} : { language });

async function textOf(order: ReadOrder): Promise<FormatText> {
  if ('text' in order) return order.format === 'html' ? htmlText(order.text) : { text: order.text };
  switch (order.format) {
    case 'pdf':
      return pdfText(order.bytes);
    case 'docx':
      return docxText(order.bytes);
    case 'csv':
      return csvText(decodeText(order.bytes));
    case 'html':
      return htmlText(decodeText(order.bytes));
    case 'text':
      return { text: decodeText(order.bytes) };
  }
}
