import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../config';
import { isConsentMissing } from './graph-errors';
import { GraphHttp, networkCodeOf, unreachable, verdictOf, wasNeverSent } from './graph-http';
import {
  type GraphAccount,
  GraphError,
  type GraphJson,
  type GraphProfile,
  type GraphSendResult,
  type GraphThreadMessage,
  MetaGraph,
} from './meta-graph.port';

/** Details are given for the 20 newest messages only. Source: Instagram Platform, "Conversations API". */
const THREAD_FIELDS = 'messages.limit(20){id,created_time,from,to,message,attachments}';

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
    try {
      const url = `${this.base}/${account.igUserId}/messages`;
      const answer = await this.http.call({ method: 'POST', url, token: account.token, json: body });
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
    await this.http.close();
  }

  private get(account: GraphAccount, path: string): Promise<GraphJson> {
    return this.http.ask({ method: 'GET', url: this.base + path, token: account.token });
  }
}

const textOf = ({ message, attachments }: ThreadItem): string =>
  message || (attachments?.data?.[0]?.generic_template?.title ?? '');

function networkResult(error: unknown): GraphSendResult {
  if (wasNeverSent(error)) return { kind: 'failed', failure: unreachable(error) };
  return { kind: 'unknown', code: networkCodeOf(error), message: 'The connection to Graph broke before it answered.' };
}
