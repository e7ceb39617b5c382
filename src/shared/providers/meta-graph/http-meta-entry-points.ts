import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { z } from 'zod';
import { APP_CONFIG } from '../../config';
import { GraphHttp } from './graph-http';
import type { MetaConfig } from './http-meta-graph';
import { type GraphIceBreakers, type GraphMenu, type GraphMenuItem, MetaEntryPoints } from './meta-entry-points.port';
import type { GraphAccount, GraphJson } from './meta-graph.port';

const question = z.object({ question: z.string(), payload: z.string() });
/** The newer form, with locales, and the older flat one. */
const iceBreakers = z.array(
  z.union([z.object({ locale: z.string().default('default'), call_to_actions: z.array(question) }), question]),
);
const menuItem = z.union([
  z.object({ type: z.literal('web_url'), title: z.string(), url: z.string() }),
  z.object({ title: z.string(), payload: z.string() }),
]);
const menus = z.array(z.object({ locale: z.string().default('default'), call_to_actions: z.array(menuItem) }));
const profile = z.object({
  data: z.array(z.object({ ice_breakers: iceBreakers.optional(), persistent_menu: menus.optional() })).default([]),
});

type Field = 'ice_breakers' | 'persistent_menu';

@Injectable()
export class HttpMetaEntryPoints extends MetaEntryPoints implements OnApplicationShutdown {
  private readonly http: GraphHttp;
  private readonly url: string;

  constructor(@Inject(APP_CONFIG) { meta, messagePath, instagramLogin }: MetaConfig) {
    super();
    this.url = `${meta.graphUrl}/${meta.graphVersion}/me/messenger_profile`;
    this.http = new GraphHttp(
      messagePath.sendTimeoutMs,
      instagramLogin.appSecretProof ? instagramLogin.appSecret : undefined,
    );
  }

  override async iceBreakers(account: GraphAccount): Promise<GraphIceBreakers[]> {
    const { ice_breakers: sets = [] } = await this.read(account, 'ice_breakers');
    const flat = sets.flatMap((set) => ('question' in set ? [set] : []));
    const localised = sets.flatMap((set) =>
      'question' in set ? [] : [{ locale: set.locale, questions: set.call_to_actions }],
    );
    return flat.length > 0 ? [{ locale: 'default', questions: flat }, ...localised] : localised;
  }

  override async setIceBreakers(account: GraphAccount, sets: readonly GraphIceBreakers[]): Promise<void> {
    await this.write(account, {
      ice_breakers: sets.map(({ locale, questions }) => ({ locale, call_to_actions: questions })),
    });
  }

  override async removeIceBreakers(account: GraphAccount): Promise<void> {
    await this.remove(account, 'ice_breakers');
  }

  override async menu(account: GraphAccount): Promise<GraphMenu[]> {
    const { persistent_menu: found = [] } = await this.read(account, 'persistent_menu');
    return found.map(({ locale, call_to_actions }) => ({
      locale,
      items: call_to_actions.map((item) =>
        'url' in item ? { title: item.title, url: item.url } : { title: item.title, payload: item.payload },
      ),
    }));
  }

  override async setMenu(account: GraphAccount, given: readonly GraphMenu[]): Promise<void> {
    await this.write(account, {
      persistent_menu: given.map(({ locale, items }) => ({ locale, call_to_actions: items.map(encodeItem) })),
    });
  }

  override async removeMenu(account: GraphAccount): Promise<void> {
    await this.remove(account, 'persistent_menu');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  /** What cannot be read counts as not set: it is replaced as a whole. */
  private async read({ token }: GraphAccount, field: Field): Promise<z.infer<typeof profile>['data'][number]> {
    const query = new URLSearchParams({ platform: 'instagram', fields: field });
    const body = await this.http.ask({ method: 'GET', url: `${this.url}?${query.toString()}`, token });
    const parsed = profile.safeParse(body);
    return (parsed.success ? parsed.data.data[0] : undefined) ?? {};
  }

  private async write({ token }: GraphAccount, change: GraphJson): Promise<void> {
    await this.http.ask({ method: 'POST', url: this.url, token, json: { platform: 'instagram', ...change } });
  }

  private async remove({ token }: GraphAccount, field: Field): Promise<void> {
    const json = { platform: 'instagram', fields: [field] };
    await this.http.ask({ method: 'DELETE', url: this.url, token, json });
  }
}

const encodeItem = (item: GraphMenuItem): GraphJson =>
  'url' in item
    ? { type: 'web_url', title: item.title, url: item.url }
    : { type: 'postback', title: item.title, payload: item.payload };
