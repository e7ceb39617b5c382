import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { APP_CONFIG } from '../../config';
import { GraphHttp } from './graph-http';
import type { MetaConfig } from './http-meta-graph';
import { type GraphAccount, GraphError, type GraphJson } from './meta-graph.port';
import {
  type GraphPage,
  type GraphPastAttachment,
  type GraphPastMessage,
  type GraphPerson,
  type GraphThread,
  MetaHistory,
} from './meta-history.port';

const THREAD_FIELDS = 'id,updated_time';
const MESSAGE_FIELDS = 'id,created_time,from,to,message,attachments,shares,story,reply_to,is_unsupported';
/** The largest page that has been seen to work. */
const PAGE = 100;

const person = z.object({ id: z.coerce.string(), username: z.string().optional() });
const link = z.object({ link: z.string().optional() });
const url = z.object({ url: z.string().optional() });
const attachment = z.object({
  image_data: url.optional(),
  video_data: url.optional(),
  file_url: z.string().optional(),
  mime_type: z.string().optional(),
  generic_template: z.object({ title: z.string().optional() }).optional(),
});
const listOf = <T extends z.ZodType>(item: T) => z.object({ data: z.array(item).catch([]) }).optional();

const pastMessage = z.object({
  id: z.string().min(1),
  created_time: z.string(),
  from: person.optional(),
  to: listOf(person),
  message: z.string().optional(),
  attachments: listOf(attachment),
  shares: listOf(link),
  story: z.object({ mention: link.optional(), reply_to: link.optional() }).optional(),
  reply_to: z.object({ mid: z.string().optional() }).optional(),
  is_unsupported: z.boolean().optional(),
});
const thread = z.object({ id: z.string().min(1), updated_time: z.string() });
const anyPage = z.object({
  data: z.array(z.unknown()),
  paging: z.object({ next: z.string().optional(), cursors: z.object({ after: z.string() }).optional() }).optional(),
});

type PastMessage = z.infer<typeof pastMessage>;

@Injectable()
export class HttpMetaHistory extends MetaHistory implements OnApplicationShutdown {
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

  override async listThreads(account: GraphAccount, after?: string): Promise<GraphPage<GraphThread>> {
    const query = { platform: 'instagram', fields: THREAD_FIELDS, limit: String(PAGE), ...(after && { after }) };
    const { items, next } = await this.page(account, '/me/conversations', query);
    return { items: items.flatMap(threadOf), next };
  }

  override async readMessages(
    account: GraphAccount,
    threadId: string,
    after?: string,
  ): Promise<GraphPage<GraphPastMessage | null>> {
    const query = { fields: MESSAGE_FIELDS, limit: String(PAGE), ...(after && { after }) };
    const { items, next } = await this.page(account, `/${encodeURIComponent(threadId)}/messages`, query);
    return { items: items.map(messageOf), next };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  private async page(
    { token }: GraphAccount,
    path: string,
    query: Readonly<Record<string, string>>,
  ): Promise<GraphPage<unknown>> {
    const address = `${this.base}${path}?${new URLSearchParams(query).toString()}`;
    return pageOf(await this.http.ask({ method: 'GET', url: address, token }));
  }
}

function pageOf(body: GraphJson): GraphPage<unknown> {
  const parsed = anyPage.safeParse(body);
  if (!parsed.success)
    throw new GraphError({
      class: 'transient',
      code: 'strange',
      message: 'The page has no list.',
      retryAfterMs: 2_000,
    });
  const { data, paging } = parsed.data;
  // The whole address of the next page may carry a token: its cursor says as much.
  return { items: data, next: paging?.next === undefined ? null : (paging.cursors?.after ?? null) };
}

function threadOf(item: unknown): GraphThread[] {
  const parsed = thread.safeParse(item);
  if (!parsed.success) return [];
  const updatedAt = new Date(parsed.data.updated_time);
  return Number.isNaN(updatedAt.getTime()) ? [] : [{ id: parsed.data.id, updatedAt }];
}

function messageOf(item: unknown): GraphPastMessage | null {
  const parsed = pastMessage.safeParse(item);
  if (!parsed.success) return null;
  const { id: mid, created_time: created, from, to, reply_to: replyTo } = parsed.data;
  const at = new Date(created);
  if (from === undefined || Number.isNaN(at.getTime())) return null;
  return {
    mid,
    at,
    from: personOf(from),
    to: (to?.data ?? []).map(personOf),
    text: textOf(parsed.data),
    attachments: attachmentsOf(parsed.data),
    ...(replyTo?.mid === undefined ? {} : { replyToMid: replyTo.mid }),
    isUnsupported: parsed.data.is_unsupported === true,
  };
}

const personOf = ({ id, username }: z.infer<typeof person>): GraphPerson => ({
  id,
  ...(username === undefined || username === '' ? {} : { username }),
});

/** A template has no `message`; its first line stands among the attachments. */
const textOf = ({ message, attachments }: PastMessage): string =>
  message || (attachments?.data[0]?.generic_template?.title ?? '');

function attachmentsOf({ attachments, shares, story }: PastMessage): GraphPastAttachment[] {
  return [
    ...(attachments?.data ?? []).map(attachmentOf),
    ...(shares?.data ?? []).map(({ link: to }) => withUrl('share', to)),
    ...(story?.mention === undefined ? [] : [withUrl('story_mention', story.mention.link)]),
    ...(story?.reply_to === undefined ? [] : [withUrl('story', story.reply_to.link)]),
  ];
}

function attachmentOf(item: z.infer<typeof attachment>): GraphPastAttachment {
  if (item.image_data !== undefined) return withUrl('image', item.image_data.url);
  if (item.video_data !== undefined) return withUrl('video', item.video_data.url);
  if (item.generic_template !== undefined) return { type: 'template' };
  return withUrl(item.mime_type?.startsWith('audio/') === true ? 'audio' : 'file', item.file_url);
}

const withUrl = (type: string, address: string | undefined): GraphPastAttachment => ({
  type,
  ...(address === undefined || address === '' ? {} : { url: address }),
});
