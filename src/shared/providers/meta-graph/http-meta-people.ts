import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { APP_CONFIG } from '../../config';
import { isConsentMissing } from './graph-errors';
import { GraphHttp } from './graph-http';
import type { MetaConfig } from './http-meta-graph';
import { type GraphAccount, GraphError, type GraphJson } from './meta-graph.port';
import { type GraphPersonProfile, MetaPeople } from './meta-people.port';

/** Those that are told to every app … */
const PLAIN_FIELDS = 'name,username,profile_pic';
/** … and those of which one that is refused fails the whole call. */
const ALL_FIELDS = `${PLAIN_FIELDS},follower_count,is_verified_user,is_user_follow_business,is_business_follow_user`;

const text = z.string().min(1).optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const person = z.object({
  name: text,
  username: text,
  profile_pic: text,
  follower_count: z.number().nonnegative().optional().catch(undefined),
  is_verified_user: flag,
  is_user_follow_business: flag,
  is_business_follow_user: flag,
});

const place = z.object({ url: text }).optional().catch(undefined);
const attachments = z.object({
  data: z.array(z.object({ image_data: place, video_data: place, file_url: text })).catch([]),
});

/** "No such object" and "message deleted or too old". Source: Graph API, "Error handling"; Conversations API. */
const GONE = /^(100\/33|9000001)(\/|$)/;

@Injectable()
export class HttpMetaPeople extends MetaPeople implements OnApplicationShutdown {
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

  override async readPerson(account: GraphAccount, participantId: string): Promise<GraphPersonProfile | null> {
    const ask = (fields: string) => this.read(account, participantId, fields);
    try {
      return profileOf(await ask(ALL_FIELDS).catch((error: unknown) => retriedWithFewer(error, ask)));
    } catch (error) {
      if (error instanceof GraphError && isConsentMissing(error.failure)) return null;
      throw error;
    }
  }

  override async readAttachmentUrls(account: GraphAccount, mid: string): Promise<(string | null)[] | null> {
    try {
      const body = await this.read(account, mid, 'attachments');
      const parsed = attachments.safeParse(body['attachments']);
      if (!parsed.success) return [];
      return parsed.data.data.map((one) => one.image_data?.url ?? one.video_data?.url ?? one.file_url ?? null);
    } catch (error) {
      if (error instanceof GraphError && GONE.test(error.failure.code)) return null;
      throw error;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  private read({ token }: GraphAccount, id: string, fields: string): Promise<GraphJson> {
    const url = `${this.base}/${encodeURIComponent(id)}?${new URLSearchParams({ fields }).toString()}`;
    return this.http.ask({ method: 'GET', url, token });
  }
}

/** One field that this account may not read fails the call; whose fault it was is not told. */
function retriedWithFewer(error: unknown, ask: (fields: string) => Promise<GraphJson>): Promise<GraphJson> {
  const mayHelp = error instanceof GraphError && /^100(\/|$)/.test(error.failure.code);
  if (!mayHelp || isConsentMissing(error.failure)) throw error;
  return ask(PLAIN_FIELDS);
}

/** Names are null where the person has none; a blocked account may get an empty object. */
function profileOf(body: GraphJson): GraphPersonProfile | null {
  const { name, username, profile_pic, follower_count, ...flags } = person.parse(body);
  const known = {
    name,
    username,
    profilePictureUrl: profile_pic,
    followerCount: follower_count,
    isVerified: flags.is_verified_user,
    followsBusiness: flags.is_user_follow_business,
    followedByBusiness: flags.is_business_follow_user,
  };
  const told = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  return Object.keys(told).length === 0 ? null : told;
}
