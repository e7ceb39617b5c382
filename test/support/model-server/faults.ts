import type { ServerResponse } from 'node:http';
import { chatAnswer } from './answers';

/** What a model or the way to it does wrong. */
export const MODEL_FAULTS = [
  'timeout',
  'one-byte-a-second',
  'limited',
  'server-error',
  'truncated-json',
  'wrong-json',
  'refusal',
  'huge-answer',
  'endless-tools',
  'reset',
  'slow-headers',
  'empty-choices',
] as const;
export type ModelFault = (typeof MODEL_FAULTS)[number];

const HUGE_BYTES = 200_000;
const SECOND_MS = 1_000;

interface Struck {
  response: ServerResponse;
  model: string;
  /** Of `limited`, in seconds. */
  retryAfter: number;
  /** Of the tools that were offered. */
  toolNames: readonly string[];
  /** Ends what goes on for ever, when the server is closed. */
  onClose: (end: () => void) => void;
}

/** Each fault on one request. */
export const STRIKES: Readonly<Record<ModelFault, (struck: Struck) => void>> = {
  timeout: () => undefined,
  'one-byte-a-second': ({ response, model, onClose }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const body = JSON.stringify(chatAnswer(model, { text: 'drip' }));
    let at = 0;
    const timer = setInterval(() => response.write(body[at++] ?? ' '), SECOND_MS);
    onClose(() => clearInterval(timer));
    response.on('close', () => clearInterval(timer));
  },
  limited: ({ response, retryAfter }) =>
    json(response, 429, { error: { message: 'Rate limit reached', code: 'rate_limit_exceeded' } }, retryAfter),
  'server-error': ({ response }) => json(response, 500, { error: { message: 'The server had an error' } }),
  'truncated-json': ({ response, model }) => {
    const body = JSON.stringify(chatAnswer(model, { text: '{"a":1}' }));
    response.writeHead(200, { 'content-type': 'application/json' }).end(body.slice(0, body.length / 2));
  },
  'wrong-json': ({ response, model }) => json(response, 200, chatAnswer(model, { text: '{"unheardOf":[1,2' })),
  refusal: ({ response, model }) => json(response, 200, chatAnswer(model, { refusal: 'I cannot help with that.' })),
  'huge-answer': ({ response, model }) => json(response, 200, chatAnswer(model, { text: 'x'.repeat(HUGE_BYTES) })),
  'endless-tools': ({ response, model, toolNames }) =>
    json(response, 200, chatAnswer(model, { tools: [{ name: toolNames[0] ?? 'again', arguments: '{}' }] })),
  reset: ({ response }) => void response.socket?.resetAndDestroy(),
  'slow-headers': ({ response, model, onClose }) => {
    const timer = setTimeout(() => json(response, 200, chatAnswer(model, { text: 'late' })), 60 * SECOND_MS);
    onClose(() => clearTimeout(timer));
    response.on('close', () => clearTimeout(timer));
  },
  'empty-choices': ({ response, model }) => json(response, 200, { ...chatAnswer(model, {}), choices: [] }),
};

export function json(response: ServerResponse, status: number, body: object, retryAfter?: number): void {
  const headers = {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': `${retryAfter}` }),
  };
  response.writeHead(status, headers).end(JSON.stringify(body));
}
