import { z } from 'zod';
import { doc, flag, integer, list, secret, url } from './setting';

/** How Parley speaks with Meta, and how accounts are connected. */
export const metaSettings = {
  META_APP_SECRETS: doc(list(secret(16)), {
    group: 'Meta',
    description: 'App secrets that may sign webhooks, comma-separated (two while rotating).',
    secret: true,
    example: '<Instagram app secret>',
  }),
  META_VERIFY_TOKEN: doc(secret(16), {
    group: 'Meta',
    description: 'Verify token typed into Meta’s webhook settings.',
    secret: true,
    example: '<16 or more random characters>',
  }),
  META_GRAPH_URL: doc(url('http', 'https').default('https://graph.instagram.com'), {
    group: 'Meta',
    description: 'Graph host of Instagram Login.',
  }),
  META_GRAPH_VERSION: doc(
    z
      .string()
      .regex(/^v\d+\.\d+$/, 'must look like v25.0')
      .default('v25.0'),
    { group: 'Meta', description: 'Graph API version.' },
  ),
  SEND_RATE_PER_SECOND: doc(integer(1, 300, 100), {
    group: 'Meta',
    description: 'Sends per second and account, shared by all workers (Meta’s documented limit is 100).',
  }),
  PRIVATE_REPLIES_PER_HOUR: doc(integer(1, 1_000_000, 750), {
    group: 'Meta',
    description: 'Private answers to comments an hour, for each account. Meta allows 750; a lower number is safer.',
  }),
  BOT_EXCHANGES_PER_MINUTE: doc(integer(0, 1_000, 30), {
    group: 'Meta',
    description:
      'Answers of the bot in one conversation within a minute after which a person is asked, since two bots may be talking; 0: any number.',
  }),
  RAW_WEBHOOK_DAYS: doc(integer(0, 8, 7), {
    group: 'Meta',
    description: 'Days for which items of webhooks are kept as they came, for questions of support; 0 keeps none.',
  }),
  META_APPSECRET_PROOF: doc(flag(), {
    group: 'Meta',
    description: 'true: calls carry appsecret_proof; for apps that have “Require app secret” switched on.',
  }),

  INSTAGRAM_APP_ID: doc(
    z
      .string()
      .regex(/^\d{1,32}$/, 'must be the number that Meta shows as Instagram app ID')
      .optional(),
    {
      group: 'Instagram login',
      description: 'Instagram app ID (another one than the Meta app’s). Without it no account can be connected.',
      example: '990000000000001',
    },
  ),
  INSTAGRAM_APP_SECRET: doc(secret(16).optional(), {
    group: 'Instagram login',
    description: 'Instagram app secret; the first of META_APP_SECRETS when absent.',
    secret: true,
  }),
  INSTAGRAM_REDIRECT_URL: doc(url('http', 'https').optional(), {
    group: 'Instagram login',
    description:
      'OAuth redirect URI, exactly as typed into Meta’s settings; PUBLIC_URL/v1/instagram/callback when absent.',
  }),
  INSTAGRAM_RETURN_URL: doc(url('http', 'https').optional(), {
    group: 'Instagram login',
    description:
      'Page of the front-end that gets ?login= or ?error= after a login; a plain page of the API when absent.',
    example: 'https://inbox.example.org/accounts/connected',
  }),
  INSTAGRAM_LOGIN_URL: doc(url('http', 'https').default('https://www.instagram.com'), {
    group: 'Instagram login',
    description: 'Host of the page on which the owner agrees.',
  }),
  INSTAGRAM_TOKEN_URL: doc(url('http', 'https').default('https://api.instagram.com'), {
    group: 'Instagram login',
    description: 'Host that gives a token for a code.',
  }),
  INSTAGRAM_PKCE: doc(flag(), {
    group: 'Instagram login',
    description: 'true: logins are bound by PKCE, which Meta does not document for Instagram Login yet.',
  }),
};
