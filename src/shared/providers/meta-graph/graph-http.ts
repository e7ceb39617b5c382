import { createHmac } from 'node:crypto';
import { Agent } from 'undici';
import type { Secret } from '../../kernel';
import { classify, type GraphErrorBody, regainMsOf, usagePercentOf, type Verdict } from './graph-errors';
import { GraphError, type GraphJson } from './meta-graph.port';

/** Of the network's own errors, those that prove that no request was sent. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const CONNECT_TIMEOUT_MS = 3_000;
const RETRY_CONNECT_MS = 2_000;

export interface GraphAnswer {
  status: number;
  body: GraphJson;
  regainMs: number | undefined;
  /** Of what Meta allows in its running span. */
  usagePercent: number;
}

export interface GraphRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** Of the host, without a slash at its end. */
  url: string;
  token?: Secret;
  json?: GraphJson;
  form?: Readonly<Record<string, string>>;
}

/** The way to Meta's hosts: the token in the header, a limit of time, and answers that are JSON or nothing. */
export class GraphHttp {
  private readonly agent = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, keepAliveTimeout: 30_000 });

  /** `proofSecret`: when given, each call proves that it knows the app's secret. */
  constructor(
    private readonly timeoutMs: number,
    private readonly proofSecret?: string,
  ) {}

  async call({ method, url, token, json, form }: GraphRequest): Promise<GraphAnswer> {
    const { origin, pathname, searchParams } = new URL(url);
    if (token !== undefined && this.proofSecret !== undefined)
      searchParams.set('appsecret_proof', proofOf(token, this.proofSecret));
    const query = searchParams.toString();
    const answer = await this.agent.request({
      origin,
      path: query === '' ? pathname : `${pathname}?${query}`,
      method,
      headers: headersOf(token, form === undefined ? 'application/json' : 'application/x-www-form-urlencoded'),
      signal: AbortSignal.timeout(this.timeoutMs),
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      body: parse(text),
      regainMs: regainMsOf(answer.headers['x-business-use-case-usage']),
      usagePercent: usagePercentOf(answer.headers['x-business-use-case-usage'], answer.headers['x-app-usage']),
    };
  }

  /** What does no harm when it is asked again. @throws GraphError */
  async ask(request: GraphRequest): Promise<GraphJson> {
    const answer = await this.call(request).catch((error: unknown) => {
      throw new GraphError(unreachable(error));
    });
    if (answer.status < 300) return answer.body;
    const verdict = verdictOf(answer);
    throw new GraphError(
      verdict.kind === 'failure'
        ? verdict.failure
        : { class: 'transient', code: verdict.code, message: verdict.message, retryAfterMs: RETRY_CONNECT_MS },
    );
  }

  close(): Promise<void> {
    return this.agent.close();
  }
}

// In the header, never in the URL, which ends in logs.
const headersOf = (token: Secret | undefined, contentType: string) => ({
  'content-type': contentType,
  ...(token === undefined ? {} : { authorization: `Bearer ${token.reveal()}` }),
});

/** Source: Graph API "Secure requests". */
const proofOf = (token: Secret, appSecret: string) =>
  createHmac('sha256', appSecret).update(token.reveal()).digest('hex');

function parse(text: string): GraphJson {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as GraphJson) : {};
  } catch {
    return {}; // a proxy's page; the status decides
  }
}

export const verdictOf = (answer: GraphAnswer): Verdict =>
  classify(answer.status, answer.body['error'] as GraphErrorBody | undefined, answer.regainMs);

/** The word for what went wrong; a timeout has a number as its code, which says nothing. */
export function networkCodeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  return typeof name === 'string' ? name : 'network';
}

/** A connection that never stood proves that nothing was sent; anything later proves nothing. */
export const wasNeverSent = (error: unknown): boolean => NOT_CONNECTED.has(networkCodeOf(error));

export const unreachable = (error: unknown) => ({
  class: 'transient' as const,
  code: networkCodeOf(error),
  message: 'Graph could not be reached.',
  retryAfterMs: RETRY_CONNECT_MS,
});
