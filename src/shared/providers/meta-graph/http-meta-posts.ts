import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { APP_CONFIG } from '../../config';
import { GraphHttp } from './graph-http';
import type { MetaConfig } from './http-meta-graph';
import { type GraphAccount, GraphError } from './meta-graph.port';
import type { GraphPage } from './meta-history.port';
import { type GraphPost, MetaPosts } from './meta-posts.port';

const FIELDS = 'id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp,comments_count';

const text = z.string().min(1).optional().catch(undefined);
const post = z.object({
  id: z.coerce.string().min(1),
  caption: text,
  media_type: text,
  media_product_type: text,
  media_url: text,
  thumbnail_url: text,
  permalink: text,
  timestamp: z.string(),
  comments_count: z.number().nonnegative().catch(0),
});
const postPage = z.object({
  data: z.array(z.unknown()),
  paging: z.object({ next: z.string().optional(), cursors: z.object({ after: z.string() }).optional() }).optional(),
});

@Injectable()
export class HttpMetaPosts extends MetaPosts implements OnApplicationShutdown {
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

  override async list({ token }: GraphAccount, limit: number, after?: string): Promise<GraphPage<GraphPost>> {
    const query = new URLSearchParams({ fields: FIELDS, limit: String(limit), ...(after && { after }) });
    const body = await this.http.ask({ method: 'GET', url: `${this.base}/me/media?${query.toString()}`, token });
    const parsed = postPage.safeParse(body);
    if (!parsed.success)
      throw new GraphError({
        class: 'transient',
        code: 'strange',
        message: 'The page of posts has no list.',
        retryAfterMs: 2_000,
      });
    const { data, paging } = parsed.data;
    // The whole address of the next page may carry a token: its cursor says as much.
    return { items: data.flatMap(postOf), next: paging?.next === undefined ? null : (paging.cursors?.after ?? null) };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }
}

/** None for what is no post. */
function postOf(item: unknown): GraphPost[] {
  const parsed = post.safeParse(item);
  if (!parsed.success) return [];
  const { id, caption, media_type, media_product_type, permalink, comments_count: comments, ...rest } = parsed.data;
  const at = new Date(rest.timestamp);
  if (Number.isNaN(at.getTime())) return [];
  // A video's own address is the film.
  const pictureUrl = rest.thumbnail_url ?? (media_type === 'VIDEO' ? undefined : rest.media_url);
  const known = { caption, mediaType: media_type, productType: media_product_type, permalink, pictureUrl };
  const told = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  return [{ id, ...told, at, comments }];
}
