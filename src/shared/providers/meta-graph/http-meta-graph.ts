import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { APP_CONFIG, type AppConfig } from '../../config';
import { classify, type GraphErrorBody, isConsentMissing, regainMsOf } from './graph-errors';
import {
  type GraphAccount,
  GraphError,
  type GraphJson,
  type GraphProfile,
  type GraphSendResult,
  type GraphThreadMessage,
  MetaGraph,
} from './meta-graph.port';

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
/** Details are given for the 20 newest messages only. Source: Instagram Platform, "Conversations API". */
const THREAD_FIELDS = 'messages.limit(20){id,created_time,from,to,message,attachments}';

interface Answer {
  status: number;
  body: GraphJson;
  regainMs: number | undefined;
}

interface ThreadItem {
  id: string;
  created_time: string;
  from?: { id?: string };
  message?: string;
  /** A template has no `message`; its first line stands here. */
  attachments?: { data?: { generic_template?: { title?: string } }[] };
}

interface ThreadPage {
  data?: { messages?: { data?: ThreadItem[] } }[];
}

@Injectable()
export class HttpMetaGraph extends MetaGraph implements OnApplicationShutdown {
  private readonly agent = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, keepAliveTimeout: 30_000 });
  private readonly origin: string;
  private readonly basePath: string;
  private readonly timeoutMs: number;

  constructor(@Inject(APP_CONFIG) config: Pick<AppConfig, 'meta' | 'messagePath'>) {
    super();
    const { origin, pathname } = new URL(`${config.meta.graphUrl}/${config.meta.graphVersion}`);
    [this.origin, this.basePath] = [origin, pathname];
    this.timeoutMs = config.messagePath.sendTimeoutMs;
  }

  override async send(account: GraphAccount, body: GraphJson): Promise<GraphSendResult> {
    try {
      const answer = await this.call('POST', account, `/${account.igUserId}/messages`, body);
      const mid = answer.body['message_id'];
      if (answer.status < 300 && typeof mid === 'string') return { kind: 'sent', mid };
      // Accepted without an id cannot be told from not accepted.
      if (answer.status < 300)
        return { kind: 'unknown', code: 'no-message-id', message: 'Graph accepted a message without naming its id.' };
      const verdict = verdictOf(answer);
      return verdict.kind === 'unknown' ? verdict : { kind: 'failed', failure: verdict.failure };
    } catch (error) {
      return networkResult(error);
    }
  }

  override async readThread(account: GraphAccount, participantId: string): Promise<GraphThreadMessage[]> {
    const query = new URLSearchParams({ platform: 'instagram', user_id: participantId, fields: THREAD_FIELDS });
    const page = (await this.get(account, `/me/conversations?${query.toString()}`)) as ThreadPage;
    const messages = page.data?.[0]?.messages?.data ?? [];
    return messages
      .map((item) => ({
        mid: item.id,
        fromId: item.from?.id ?? '',
        text: textOf(item),
        at: new Date(item.created_time),
      }))
      .sort((a, b) => b.at.getTime() - a.at.getTime());
  }

  override async readProfile(account: GraphAccount, participantId: string): Promise<GraphProfile | null> {
    try {
      const { name, username } = await this.get(account, `/${participantId}?fields=name,username`);
      return { ...(typeof name === 'string' ? { name } : {}), ...(typeof username === 'string' ? { username } : {}) };
    } catch (error) {
      if (error instanceof GraphError && isConsentMissing(error.failure)) return null;
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.close();
  }

  private async get(account: GraphAccount, path: string): Promise<GraphJson> {
    const answer = await this.call('GET', account, path).catch((error: unknown) => {
      throw new GraphError(transient(error));
    });
    if (answer.status < 300) return answer.body;
    const verdict = verdictOf(answer);
    // A read that failed for an unknown reason has done no harm.
    throw new GraphError(
      verdict.kind === 'failure'
        ? verdict.failure
        : { class: 'transient', code: verdict.code, message: verdict.message, retryAfterMs: RETRY_CONNECT_MS },
    );
  }

  private async call(method: 'GET' | 'POST', account: GraphAccount, path: string, body?: GraphJson): Promise<Answer> {
    const answer = await this.agent.request({
      origin: this.origin,
      path: this.basePath + path,
      method,
      // In the header, never in the URL, which ends in logs.
      headers: { authorization: `Bearer ${account.token.reveal()}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(this.timeoutMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    return {
      status: answer.statusCode,
      body: parse(text),
      regainMs: regainMsOf(answer.headers['x-business-use-case-usage']),
    };
  }
}

const textOf = ({ message, attachments }: ThreadItem): string =>
  message || (attachments?.data?.[0]?.generic_template?.title ?? '');

function parse(text: string): GraphJson {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as GraphJson) : {};
  } catch {
    return {}; // a proxy's page; the status decides
  }
}

const verdictOf = (answer: Answer) =>
  classify(answer.status, answer.body['error'] as GraphErrorBody | undefined, answer.regainMs);

/** The word for what went wrong; a timeout has a number as its code, which says nothing. */
function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string') return code;
  return typeof name === 'string' ? name : 'network';
}

const transient = (error: unknown) => ({
  class: 'transient' as const,
  code: codeOf(error),
  message: 'Graph could not be reached.',
  retryAfterMs: RETRY_CONNECT_MS,
});

/** A connection that never stood proves that nothing was sent; anything later proves nothing. */
function networkResult(error: unknown): GraphSendResult {
  if (NOT_CONNECTED.has(codeOf(error))) return { kind: 'failed', failure: transient(error) };
  return { kind: 'unknown', code: codeOf(error), message: 'The connection to Graph broke before it answered.' };
}
