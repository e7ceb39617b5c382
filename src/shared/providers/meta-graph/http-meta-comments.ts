import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { APP_CONFIG } from '../../config';
import { GraphHttp, networkCodeOf, unreachable, verdictOf, wasNeverSent } from './graph-http';
import type { MetaConfig } from './http-meta-graph';
import { type GraphComment, type GraphReplyResult, MetaComments } from './meta-comments.port';
import { type GraphAccount, GraphError } from './meta-graph.port';
import type { GraphPage } from './meta-history.port';

const FIELDS = 'id,text,timestamp,username,from,hidden,like_count,parent_id';
/** Source: Instagram Platform, "Comment moderation": at most 50 a page. */
const PAGE = 50;

const comment = z.object({
  id: z.coerce.string().min(1),
  text: z.string().default(''),
  timestamp: z.string(),
  username: z.string().optional(),
  from: z.object({ id: z.coerce.string().optional(), username: z.string().optional() }).optional(),
  hidden: z.boolean().default(false),
  like_count: z.number().default(0),
  parent_id: z.coerce.string().optional(),
});
const commentPage = z.object({
  data: z.array(z.unknown()),
  paging: z.object({ next: z.string().optional(), cursors: z.object({ after: z.string() }).optional() }).optional(),
});

@Injectable()
export class HttpMetaComments extends MetaComments implements OnApplicationShutdown {
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

  override listOfMedia(account: GraphAccount, mediaId: string, after?: string): Promise<GraphPage<GraphComment>> {
    return this.list(account, mediaId, 'comments', after);
  }

  override listReplies(account: GraphAccount, commentId: string, after?: string): Promise<GraphPage<GraphComment>> {
    return this.list(account, commentId, 'replies', after);
  }

  override async reply({ token }: GraphAccount, commentId: string, text: string): Promise<GraphReplyResult> {
    try {
      const url = `${this.node(commentId)}/replies`;
      const answer = await this.http.call({ method: 'POST', url, token, json: { message: text } });
      const { id } = answer.body;
      if (answer.status < 300 && typeof id === 'string') return { kind: 'posted', id };
      // Accepted without an id cannot be told from not accepted.
      if (answer.status < 300)
        return { kind: 'unknown', code: 'no-id', message: 'Graph accepted a reply without naming its id.' };
      const verdict = verdictOf(answer);
      return verdict.kind === 'unknown' ? verdict : { kind: 'failed', failure: verdict.failure };
    } catch (error) {
      if (wasNeverSent(error)) return { kind: 'failed', failure: unreachable(error) };
      return {
        kind: 'unknown',
        code: networkCodeOf(error),
        message: 'The connection to Graph broke before it answered.',
      };
    }
  }

  override async hide({ token }: GraphAccount, commentId: string, hidden: boolean): Promise<void> {
    await this.http.ask({ method: 'POST', url: `${this.node(commentId)}?hide=${hidden}`, token });
  }

  override async remove({ token }: GraphAccount, commentId: string): Promise<void> {
    await this.http.ask({ method: 'DELETE', url: this.node(commentId), token });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  private node(id: string): string {
    return `${this.base}/${encodeURIComponent(id)}`;
  }

  private async list(
    { token }: GraphAccount,
    nodeId: string,
    edge: 'comments' | 'replies',
    after: string | undefined,
  ): Promise<GraphPage<GraphComment>> {
    const query = new URLSearchParams({ fields: FIELDS, limit: String(PAGE), ...(after && { after }) });
    const body = await this.http.ask({ method: 'GET', url: `${this.node(nodeId)}/${edge}?${query.toString()}`, token });
    const parsed = commentPage.safeParse(body);
    if (!parsed.success)
      throw new GraphError({
        class: 'transient',
        code: 'strange',
        message: 'The page of comments has no list.',
        retryAfterMs: 2_000,
      });
    const { data, paging } = parsed.data;
    // The whole address of the next page may carry a token: its cursor says as much.
    return {
      items: data.flatMap(commentOf),
      next: paging?.next === undefined ? null : (paging.cursors?.after ?? null),
    };
  }
}

/** None for what is no comment. */
function commentOf(item: unknown): GraphComment[] {
  const parsed = comment.safeParse(item);
  if (!parsed.success) return [];
  const { id, text, timestamp, username, from, hidden, like_count: likes, parent_id: parentId } = parsed.data;
  const at = new Date(timestamp);
  if (Number.isNaN(at.getTime())) return [];
  const name = from?.username ?? username;
  const author = {
    ...(from?.id === undefined ? {} : { id: from.id }),
    ...(name === undefined ? {} : { username: name }),
  };
  return [{ id, text, at, from: author, hidden, likes, ...(parentId === undefined ? {} : { parentId }) }];
}
