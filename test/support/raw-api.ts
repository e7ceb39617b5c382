import { request } from 'node:http';
import type { Parley } from './parley';

export interface RawCall {
  method?: string;
  token?: string;
  /** Sent as JSON, unless it is a string or bytes already. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface RawAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; an empty object when it is not JSON. */
  json: Record<string, unknown>;
}

export interface Problem {
  status: number;
  code: string;
  correlationId: string;
  errors?: { field: string; rule: string }[];
}

/** Calls that the typed client would not let through: wrong bodies, missing tokens, unknown fields. */
export async function callRaw(parley: Parley, path: string, call: RawCall = {}): Promise<RawAnswer> {
  const { method = 'GET', token, body, headers } = call;
  const raw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const answer = await fetch(`${parley.apiUrl}${path}`, {
    method,
    // The answer itself is looked at, not where it leads.
    redirect: 'manual',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await textOf(answer);
  return { status: answer.status, headers: answer.headers, text, json: parsed(text) };
}

/** The answer to a POST that announces so many bytes and has sent only a few of them. */
export function statusOfHuge(parley: Parley, path: string, bytes: number, token?: string): Promise<number> {
  const headers = {
    'content-type': 'application/json',
    'content-length': String(bytes),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const call = request(`${parley.apiUrl}${path}`, { method: 'POST', headers }, (answer) => {
      resolve(answer.statusCode ?? 0);
      call.destroy();
    });
    call.on('error', reject);
    call.write('{"text":"');
  });
}

/** Asserts the form of a refusal and returns it. */
export function problemIn(answer: RawAnswer, status: number): Problem {
  const problem = answer.json as unknown as Problem;
  expect({ status: answer.status, type: answer.headers.get('content-type'), problem }).toMatchObject({
    status,
    type: expect.stringContaining('application/problem+json') as string,
    problem: { status, code: expect.any(String) as string, correlationId: answer.headers.get('x-correlation-id') },
  });
  return problem;
}

/** A stream of events has no end of its own. */
async function textOf(answer: Response): Promise<string> {
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') !== true) return answer.text();
  await answer.body?.cancel();
  return '';
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {}; // not every route answers with JSON
  }
}
