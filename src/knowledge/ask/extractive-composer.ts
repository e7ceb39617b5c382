import { Injectable } from '@nestjs/common';
import { sentencesOf } from '../../shared/kernel';
import { contentWordsOf, formsOf, wordsOf } from '../../shared/providers/vector-store';
import type { FoundChunk } from '../domain/found-chunks';
import { extractOf, type ReadChunk } from '../domain/extractive-answer';
import type { ComposedAnswer, QuestionToAnswer } from './answer-composer.port';

/** Chunks that are read for an answer. */
const READ = 4;

/** Answers with sentences of the knowledge base as they stand there. Writes nothing itself. */
@Injectable()
export class ExtractiveComposer {
  compose({ question, language, chunks }: QuestionToAnswer): ComposedAnswer {
    const languages = new Set([language, ...chunks.map((chunk) => chunk.language)].filter((one) => one !== undefined));
    const asked = contentWordsOf(question).map((word) => formsOf(word, languages));
    const extract = extractOf(asked, chunks.slice(0, READ).map(readChunk));
    if (extract === null) return { answered: false };
    const { chunk, quote } = extract;
    const citations = [{ chunkId: chunk.id, itemId: chunk.itemId, title: chunk.title, quote }];
    return { answered: true, text: quote, citations, mode: 'extractive' };
  }
}

function readChunk(chunk: FoundChunk): ReadChunk {
  const lines = chunk.text.split('\n').filter((line) => line.trim() !== '');
  // The first line of a longer chunk may be its heading: it helps to find, and is no sentence.
  const [first = ''] = lines;
  const hasHeading = lines.length > 1 && !/[.!?。！？:]\s*$/u.test(first);
  const body = hasHeading ? lines.slice(1) : lines;
  const sentences = body.flatMap((line) => sentencesOf(line).map((text) => text.trim()));
  return {
    chunk,
    context: formSet(`${chunk.title} ${hasHeading ? first : ''}`, chunk.language),
    sentences: sentences.filter((text) => text !== '').map((text) => ({ text, forms: formSet(text, chunk.language) })),
  };
}

function formSet(text: string, language: string | undefined): ReadonlySet<string> {
  const languages = language === undefined ? [] : [language];
  return new Set(wordsOf(text).flatMap((word) => formsOf(word, languages)));
}
