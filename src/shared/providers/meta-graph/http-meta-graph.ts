import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../config';
import { type GraphAnswer, GraphHttp, networkCodeOf, unreachable, verdictOf, wasNeverSent } from './graph-http';
import {
  type GraphAccount,
  type GraphActResult,
  type GraphJson,
  type GraphSendResult,
  type GraphThreadMessage,
  type GraphUsage,
  MetaGraph,
} from './meta-graph.port';

/** Details are given for the 20 newest messages only. Source: Instagram Platform, "Conversations API". */
const THREAD_FIELDS = 'messages.limit(20){id,created_time,from,to,message,attachments,shares}';

interface ThreadAttachment {
  generic_template?: { title?: string };
  image_data?: unknown;
  video_data?: unknown;
  mime_type?: string;
}

interface ThreadItem {
  id: string;
  created_time: string;
  from?: { id?: string };
  message?: string;
  /** A template has no `message`; its first line stands here. */
  attachments?: { data?: ThreadAttachment[] };
  shares?: { data?: unknown[] };
}

interface ThreadPage {
  data?: { messages?: { data?: ThreadItem[] } }[];
}

/** The settings that calls to Meta need. */
export type MetaConfig = Pick<AppConfig, 'meta' | 'messagePath' | 'instagramLogin'>;

@Injectable()
export class HttpMetaGraph extends MetaGraph implements OnApplicationShutdown {
  private readonly http: GraphHttp;
  private readonly base: string;

  constructor(@Inject(APP_CONFIG) { meta, messagePath, instagramLogin }: MetaConfig) {
    super();
    this.base = `${meta.graphUrl}/${meta.graphVersion}`;
    this.http = new GraphHttp(
      messagePath.sendTimeoutMs,
      instagramLogin.appSecretProof ? instagramLogin.appSecret : undefined,
    );
  }

  override async send(account: GraphAccount, body: GraphJson): Promise<GraphSendResult> {
    const answer = await this.post(account, body);
    if (isRefused(answer)) return answer;
    const mid = answer.body['message_id'];
    if (typeof mid === 'string') return { kind: 'sent', mid, ...usageOf(answer) };
    // Accepted without an id cannot be told from not accepted.
    return { kind: 'unknown', code: 'no-message-id', message: 'Graph accepted a message without naming its id.' };
  }

  override async act(account: GraphAccount, body: GraphJson): Promise<GraphActResult> {
    const answer = await this.post(account, body);
    return isRefused(answer) ? answer : { kind: 'done', ...usageOf(answer) };
  }

  override async upload(account: GraphAccount, { type, url }: { type: string; url: string }): Promise<string> {
    const message = { attachment: { type, payload: { url, is_reusable: true } } };
    const answer = await this.http.ask({
      method: 'POST',
      url: `${this.base}/${account.igUserId}/message_attachments`,
      token: account.token,
      json: { message },
    });
    return String(answer['attachment_id']);
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
        attachmentTypes: typesOf(item),
        at: new Date(item.created_time),
      }))
      .sort((a, b) => b.at.getTime() - a.at.getTime());
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  private async post(account: GraphAccount, body: GraphJson): Promise<GraphAnswer | Refused> {
    try {
      const url = `${this.base}/${account.igUserId}/messages`;
      const answer = await this.http.call({ method: 'POST', url, token: account.token, json: body });
      if (answer.status < 300) return answer;
      const verdict = verdictOf(answer);
      const refused = verdict.kind === 'unknown' ? verdict : { kind: 'failed' as const, failure: verdict.failure };
      return { ...refused, ...usageOf(answer) };
    } catch (error) {
      return networkResult(error);
    }
  }

  private get(account: GraphAccount, path: string): Promise<GraphJson> {
    return this.http.ask({ method: 'GET', url: this.base + path, token: account.token });
  }
}

type Refused = Exclude<GraphSendResult, { kind: 'sent' }>;

const isRefused = (answer: GraphAnswer | Refused): answer is Refused => 'kind' in answer;

/** Below this nobody needs to know. Source: "Rate limiting", business use cases. */
const NOTEWORTHY_PERCENT = 80;

function usageOf({ usagePercent: percent, regainMs }: GraphAnswer): { usage?: GraphUsage } {
  if (percent < NOTEWORTHY_PERCENT && regainMs === undefined) return {};
  return { usage: { percent, ...(regainMs === undefined ? {} : { regainMs }) } };
}

const textOf = ({ message, attachments }: ThreadItem): string =>
  message || (attachments?.data?.[0]?.generic_template?.title ?? '');

const typesOf = ({ attachments, shares }: ThreadItem): string[] => [
  ...(attachments?.data ?? []).map(typeOf),
  ...(shares?.data ?? []).map(() => 'share'),
];

function typeOf(attachment: ThreadAttachment): string {
  if (attachment.generic_template !== undefined) return 'template';
  if (attachment.image_data !== undefined) return 'image';
  if (attachment.video_data !== undefined) return 'video';
  return attachment.mime_type?.startsWith('audio/') === true ? 'audio' : 'file';
}

function networkResult(error: unknown): Refused {
  if (wasNeverSent(error)) return { kind: 'failed', failure: unreachable(error) };
  return { kind: 'unknown', code: networkCodeOf(error), message: 'The connection to Graph broke before it answered.' };
}
