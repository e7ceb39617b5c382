import { Injectable } from '@nestjs/common';
import { HttpFetch, type HttpFetchFailure, type HttpFetchResponse } from '../../shared/providers/http-fetch';
import type { ReadOrder } from './read-document';
import { RetryLater } from './retry-later';
import { UnreadableDocument } from './unreadable-document';

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 5 * 1024 * 1024;
/** Servers of which another answer can be hoped for. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Gets the text of a page that somebody named. */
@Injectable()
export class PageFetcher {
  constructor(private readonly http: HttpFetch) {}

  /** @throws UnreadableDocument, RetryLater */
  async fetch(url: string): Promise<ReadOrder> {
    const headers = { accept: 'text/html, text/plain;q=0.9', 'user-agent': 'Parley (knowledge base)' };
    const result = await this.http.fetch({ method: 'GET', url, headers, timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES });
    if (!result.ok) throw failureOf(result.failure);
    return orderOf(result.response);
  }
}

function orderOf({ status, headers, body }: HttpFetchResponse): ReadOrder {
  if (PASSING.has(status)) throw new RetryLater('page-status', `The page answers with status ${status}.`);
  if (status !== 200) throw new UnreadableDocument('page-status', `The page answers with status ${status}.`);
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? 'text/html';
  if (type === 'text/html' || type === 'application/xhtml+xml') return { format: 'html', text: body };
  if (type === 'text/plain' || type === 'text/markdown') return { format: 'text', text: body };
  throw new UnreadableDocument('page-type', 'The address leads to no page of text. Upload the file instead.');
}

function failureOf({ class: kind, message }: HttpFetchFailure): Error {
  if (kind === 'refused') return new UnreadableDocument('page-refused', message);
  if (kind === 'too-large') return new UnreadableDocument('page-too-large', message);
  return new RetryLater('page-unreachable', message);
}
