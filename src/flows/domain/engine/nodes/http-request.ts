import { z } from 'zod';
import type { DataProblem } from '../../compile/problem';
import { variableNameSchema } from '../../dsl/ids';
import { isJsonObject, type Json, type JsonObject } from '../../json';
import type { Scope } from '../../template/reference';
import { renderTemplate } from '../../template/template';
import type { TaskOutcome } from '../event';
import { HTTP_REQUEST } from '../tasks';
import type { Decision } from '../trace';
import { checkTemplate } from './check-template';
import { readJsonPath } from './json-path';
import { addressData } from './message-parts';
import { type CheckContext, nodeData, type NodeKind, type NodeOf, PLAIN_NODE, type Step } from './node-kind';

const MAX_TIMEOUT_MS = 10_000;
const MAX_LIST = 30;
const MAX_BODY = 10_000;
/** Longer texts of an answer are not kept. */
const MAX_KEPT_TEXT = 2_000;

const template = z.string().max(2_000);
const few = (entries: object) => Object.keys(entries).length <= MAX_LIST;
const templates = z.record(z.string().min(1).max(100), template).refine(few, `must be at most ${MAX_LIST}`).default({});

export const httpRequestData = nodeData({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  /** May be a template, except for the host. */
  url: addressData,
  /** Added to the address, encoded. */
  query: templates,
  headers: templates,
  /** A text, or JSON whose texts are templates; values shown in JSON can never break it. */
  body: z
    .json()
    .refine((body) => JSON.stringify(body).length <= MAX_BODY, `must be at most ${MAX_BODY} characters`)
    .optional(),
  timeoutMs: z.int().min(100).max(MAX_TIMEOUT_MS).default(5_000),
  /** Variables from the answer's JSON: `items.0.price`; an empty path is the whole answer. */
  mapping: z
    .array(z.strictObject({ path: z.string().max(200), storeAs: variableNameSchema }))
    .max(MAX_LIST)
    .default([]),
  /** Variable that keeps the status, 0 when there was no answer. */
  storeStatusAs: variableNameSchema.optional(),
});
export type HttpRequestData = z.infer<typeof httpRequestData>;

/** Asks a service of the workspace. A status from 200 to 299 is a success, everything else an error. */
export const httpRequestNode: NodeKind<'http_request', HttpRequestData> = {
  ...PLAIN_NODE,
  type: 'http_request',
  handles: () => ['success', 'error'].map((name) => ({ name, required: true, waits: false })),
  variables: ({ mapping, storeStatusAs }) => [
    ...mapping.map(({ storeAs }) => storeAs),
    ...(storeStatusAs === undefined ? [] : [storeStatusAs]),
  ],
  tasks: () => [HTTP_REQUEST],
  check: checkRequest,
  enter: ({ data }, { scope }) => ({
    effects: [{ kind: 'task', task: HTTP_REQUEST, input: requestOf(data, scope) }],
    then: { kind: 'await-task' },
  }),
  resume: (node, arrival) => (arrival.kind === 'task-result' ? afterAnswer(node, arrival.outcome) : null),
};

function requestOf({ method, url, query, headers, body, timeoutMs }: HttpRequestData, scope: Scope): JsonObject {
  const shown = (all: Record<string, string>) =>
    Object.fromEntries(Object.entries(all).map(([name, text]) => [name, renderTemplate(text, scope)]));
  return {
    method,
    url: withQuery(renderTemplate(url, scope).trim(), shown(query)),
    headers: shown(headers),
    ...(body !== undefined && { body: renderedJson(body, scope) }),
    timeoutMs,
  };
}

function withQuery(url: string, query: Record<string, string>): string {
  const encoded = new URLSearchParams(query).toString();
  if (encoded === '') return url;
  return `${url}${url.includes('?') ? '&' : '?'}${encoded}`;
}

function renderedJson(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return renderTemplate(value, scope);
  if (Array.isArray(value)) return value.map((item) => renderedJson(item, scope));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderedJson(item, scope)]));
}

function afterAnswer({ data }: NodeOf<'http_request', HttpRequestData>, outcome: TaskOutcome): Step {
  const status = outcome.ok && typeof outcome.value['status'] === 'number' ? outcome.value['status'] : 0;
  const kept = data.storeStatusAs === undefined ? {} : { [data.storeStatusAs]: status };
  const succeeded = outcome.ok && status >= 200 && status < 300;
  const because = [decisionOf(outcome, status, succeeded)];
  if (!succeeded) return { because, vars: kept, then: { kind: 'go', handle: 'error' } };
  const vars = { ...mapped(data, outcome.value['body']), ...kept };
  return { because, vars, then: { kind: 'go', handle: 'success' } };
}

function decisionOf(outcome: TaskOutcome, status: number, succeeded: boolean): Decision {
  const operands = { status, ...(outcome.ok ? {} : { error: outcome.error }) };
  return { rule: 'http_status', operands, outcome: succeeded ? 'success' : 'error' };
}

/** What the answer does not hold becomes null, so that an older value does not stay. */
function mapped({ mapping }: HttpRequestData, body: Json | undefined): JsonObject {
  return Object.fromEntries(
    mapping.map(({ path, storeAs }) => {
      const value = readJsonPath(body, path) ?? null;
      return [storeAs, typeof value === 'string' ? value.slice(0, MAX_KEPT_TEXT) : value];
    }),
  );
}

function checkRequest({ url, query, headers, body }: HttpRequestData, context: CheckContext): DataProblem[] {
  const texts = [
    ['url', url] as const,
    ...Object.entries(query).map(([name, text]) => [`query.${name}`, text] as const),
    ...Object.entries(headers).map(([name, text]) => [`headers.${name}`, text] as const),
    ...textsIn(body ?? null, 'body'),
  ];
  const problems: DataProblem[] = hasFixedHost(url)
    ? []
    : [{ code: 'malformed', path: 'url', message: 'must begin with http(s):// and a host that no person can change' }];
  return [...problems, ...texts.flatMap(([path, text]) => checkTemplate(text, path, context))];
}

/** Of all values only those of the workspace's own config may stand in the host. */
function hasFixedHost(url: string): boolean {
  const host = /^https?:\/\/[^/?#]+/i.exec(url)?.[0] ?? '{';
  return !host.replace(/\{\{\s*config\.[^{}]*\}\}/g, '').includes('{');
}

function textsIn(value: Json, path: string): (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(item, `${path}.${index}`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, `${path}.${key}`));
}
