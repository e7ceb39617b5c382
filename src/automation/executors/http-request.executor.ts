import { Injectable } from '@nestjs/common';
import type { Json, JsonObject, LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { HTTP_REQUEST } from '../../flows';
import { Contributions, DomainError } from '../../shared/kernel';
import { HTTP_FETCH_METHODS, HttpFetch, type HttpFetchRequest } from '../../shared/providers/http-fetch';
import { SettingsGroup, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { httpRequests, type HttpRequestSettings } from './http-request-settings';
import { TaskExecutor } from './task-executor';
import { textOf } from './task-input';

/** The answer becomes an event of the conversation. */
const MAX_BYTES = 32 * 1_024;
const DEFAULT_TIMEOUT_MS = 5_000;
/** A task that is at work for longer is given to another worker. */
const MAX_TIMEOUT_MS = 10_000;

/** Asks a service of the workspace, at the hosts that the workspace has listed. */
@Injectable()
export class HttpRequestExecutor extends TaskExecutor {
  override readonly task = HTTP_REQUEST;
  private readonly settings: SettingsReader<HttpRequestSettings>;

  constructor(
    contributions: Contributions,
    settings: WorkspaceSettings,
    private readonly http: HttpFetch,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
    contributions.provide(SettingsGroup, httpRequests);
    this.settings = settings.reader(httpRequests, 'automation.http-request', ['allowedHosts']);
  }

  override async run({ workspaceId }: LaneView, task: TaskDraft): Promise<TaskOutcome> {
    const { allowedHosts } = await this.settings.of(workspaceId);
    const result = await this.http.fetch({ ...requestOf(task), allowedHosts });
    if (!result.ok) return { ok: false, error: `${result.failure.code}: ${result.failure.message}` };
    const { status, body } = result.response;
    return { ok: true, value: { status, body: jsonOr(body) } };
  }
}

/** After a crash the same task asks again, under the same key: a service that honours it acts once. */
function requestOf({ id, input }: TaskDraft): HttpFetchRequest {
  const body = bodyOf(input);
  return {
    method: methodOf(input),
    url: textOf(input, 'url'),
    headers: {
      accept: 'application/json',
      'idempotency-key': id,
      ...(body === undefined
        ? {}
        : { 'content-type': typeof input['body'] === 'string' ? 'text/plain' : 'application/json' }),
      ...headersOf(input),
    },
    ...(body === undefined ? {} : { body }),
    timeoutMs: timeoutOf(input),
    maxBytes: MAX_BYTES,
  };
}

function methodOf(input: JsonObject): HttpFetchRequest['method'] {
  const method = HTTP_FETCH_METHODS.find((it) => it === input['method']);
  if (method !== undefined) return method;
  throw new DomainError('AUTOMATION.TASK_MALFORMED', 'internal', 'The task has no method.');
}

function bodyOf({ body, method }: JsonObject): string | undefined {
  if (body === undefined || method === 'GET') return undefined;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function headersOf({ headers }: JsonObject): Record<string, string> {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) return {};
  const texts = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name.toLowerCase(), value] as const] : [],
  );
  return Object.fromEntries(texts);
}

function timeoutOf({ timeoutMs }: JsonObject): number {
  return typeof timeoutMs === 'number' ? Math.min(timeoutMs, MAX_TIMEOUT_MS) : DEFAULT_TIMEOUT_MS;
}

/** What is no JSON stays a text. */
function jsonOr(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
