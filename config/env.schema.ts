import { z } from 'zod';
import { aiEnv } from './ai.env';
import { metaSettings } from './meta-settings';
import { doc, flag, integer, isAesKey, keyRing, list, origin, text, url, WEAK_SECRET } from './setting';
import { supportEnv } from './support.env';

export type { SettingDoc } from './setting';

/** Every environment variable that Parley reads. */
export const envSchema = z.object({
  NODE_ENV: doc(z.enum(['production', 'development', 'test']).default('production'), {
    group: 'Process',
    description: 'Kind of run. Fault injection and plain-text logs exist only outside production.',
  }),
  HOST: doc(text().default('0.0.0.0'), { group: 'Process', description: 'Address the API listens on.' }),
  PORT: doc(integer(0, 65_535, 3000), { group: 'Process', description: 'Port of the API; 0 picks a free one.' }),
  WORKER_HOST: doc(text().default('0.0.0.0'), {
    group: 'Process',
    description: 'Address of the worker’s health and metrics port.',
  }),
  WORKER_PORT: doc(integer(0, 65_535, 3001), {
    group: 'Process',
    description: 'Health and metrics port of the worker; 0 picks a free one.',
  }),
  PUBLIC_URL: doc(url('http', 'https').default('http://localhost:3000'), {
    group: 'Process',
    description: 'Address under which people and Meta reach the API.',
  }),
  TRUSTED_PROXIES: doc(text().optional(), {
    group: 'Process',
    description: 'Addresses or networks of reverse proxies, comma-separated; only they may name the client’s address.',
    example: '10.0.0.0/8',
  }),
  CORS_ORIGINS: doc(list(origin()).optional(), {
    group: 'Process',
    description: 'Origins whose pages may call the API from a browser, comma-separated; none unless set.',
    example: 'https://inbox.example.org',
  }),
  LOG_LEVEL: doc(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'), {
    group: 'Process',
    description: 'Least severe log line that is written.',
  }),
  READY_FILE: doc(text().optional(), {
    group: 'Process',
    description: 'File that receives the process’s address as JSON once it is ready; launchers use it.',
  }),

  MONGODB_URI: doc(url('mongodb', 'mongodb+srv'), {
    group: 'Storage',
    description: 'MongoDB replica set or sharded cluster.',
    secret: true,
    example: 'mongodb://localhost:27017/parley?replicaSet=rs0',
  }),
  REDIS_URL: doc(url('redis', 'rediss'), {
    group: 'Storage',
    description: 'Redis 6.2 or newer, maxmemory-policy noeviction.',
    secret: true,
    example: 'redis://localhost:6379',
  }),
  QUEUE_PREFIX: doc(
    z
      .string()
      .regex(/^[\w-]{1,40}$/, 'must be 1–40 letters, digits, _ or -')
      .default('parley'),
    { group: 'Storage', description: 'Prefix of all Redis keys; set it where several installations share one Redis.' },
  ),

  STORAGE_FOLDER: doc(text().optional(), {
    group: 'Storage',
    description:
      'Folder for files of messages, shared by the API and all workers. Without it attachments stay links that expire.',
    example: '/var/lib/parley/files',
  }),

  JWT_KEYS: doc(
    keyRing(
      (key) => key.length >= 32 && !WEAK_SECRET.test(key),
      'must be id:key pairs, each key 32 characters or more and not a well-known value',
    ),
    {
      group: 'Security',
      description: 'Signing keys of access tokens as id:key, comma-separated; the first signs, all verify.',
      secret: true,
      example: 'k1:<32 or more random characters>',
    },
  ),
  ACCESS_TOKEN_SECONDS: doc(integer(60, 600, 600), { group: 'Security', description: 'Life of an access token.' }),
  SESSION_IDLE_DAYS: doc(integer(1, 365, 30), {
    group: 'Security',
    description: 'Days after which a sign-in that was not used ends.',
  }),
  SESSION_MAX_DAYS: doc(integer(1, 730, 180), {
    group: 'Security',
    description: 'Days after which a sign-in ends in any case.',
  }),
  ADMIN_SECOND_FACTOR: doc(flag(), {
    group: 'Security',
    description: 'true: platform admins act as such only when signed in with a second factor.',
  }),
  IP_REQUESTS_PER_MINUTE: doc(integer(1, 10_000_000, 6_000), {
    group: 'Security',
    description: 'Requests that the REST API takes from one address in a minute; webhooks are not counted.',
  }),
  ACCOUNT_REQUESTS_PER_MINUTE: doc(integer(1, 10_000_000, 3_000), {
    group: 'Security',
    description: 'Requests of one user or API key in a minute.',
  }),
  WORKSPACE_REQUESTS_PER_MINUTE: doc(integer(1, 10_000_000, 12_000), {
    group: 'Security',
    description: 'Requests for one workspace in a minute.',
  }),
  SIGN_INS_PER_MINUTE: doc(integer(1, 10_000_000, 30), {
    group: 'Security',
    description: 'Sign-ins, sign-ups and requests for mails from one address in a minute.',
  }),
  ENCRYPTION_KEYS: doc(keyRing(isAesKey, 'must be id:key pairs, each key 32 bytes in base64'), {
    group: 'Security',
    description: 'AES-256 keys for stored secrets as id:base64, comma-separated; the first encrypts, all decrypt.',
    secret: true,
    example: 'k1:<base64 of 32 random bytes>',
  }),

  SMTP_URL: doc(url('smtp', 'smtps').optional(), {
    group: 'Mail',
    description: 'Server that takes outgoing mail. Without one, mails become files in MAIL_OUTBOX_DIR.',
    secret: true,
    example: 'smtps://user:password@mail.example.org',
  }),
  MAIL_OUTBOX_DIR: doc(text().optional(), {
    group: 'Mail',
    description: 'Folder for mails while there is no SMTP_URL; for development, since they hold sign-in links.',
  }),
  MAIL_FROM: doc(text().default('Parley <parley@localhost>'), {
    group: 'Mail',
    description: 'Sender of outgoing mail.',
  }),
  APP_URL: doc(url('http', 'https').default('http://localhost:3000'), {
    group: 'Mail',
    description: 'Address of the front-end that the links in mails lead to.',
  }),

  ...supportEnv,

  ...metaSettings,

  ...aiEnv,

  WORKER_CONCURRENCY: doc(integer(1, 200, 24), {
    group: 'Message path',
    description: 'Conversations that one worker process handles at the same time.',
  }),
  LEASE_MS: doc(integer(500, 120_000, 15_000), {
    group: 'Message path',
    description: 'How long a worker owns a conversation before another may take it.',
  }),
  SWEEP_MS: doc(integer(50, 60_000, 1_000), {
    group: 'Message path',
    description: 'How often each worker looks for work that no doorbell announced.',
  }),
  PENDING_AGE_MS: doc(integer(50, 60_000, 2_000), {
    group: 'Message path',
    description: 'Age at which a pending event is rung for again.',
  }),
  SEND_DEADLINE_MS: doc(integer(200, 60_000, 10_000), {
    group: 'Message path',
    description: 'No POST to Graph starts later than this after its claim.',
  }),
  SEND_TIMEOUT_MS: doc(integer(200, 60_000, 10_000), {
    group: 'Message path',
    description: 'How long a POST to Graph may take before its outcome is unknown.',
  }),
  UNKNOWN_FIRST_READ_MS: doc(integer(100, 600_000, 15_000), {
    group: 'Message path',
    description: 'Wait after the deadline before the thread is read for a send of unknown outcome.',
  }),
  UNKNOWN_SECOND_READ_MS: doc(integer(100, 600_000, 30_000), {
    group: 'Message path',
    description: 'Wait between the two reads.',
  }),

  KNOWLEDGE_INDEX_MB: doc(integer(16, 65_536, 512), {
    group: 'Knowledge',
    description: 'Memory of each process for indexes of knowledge; those not searched for longest make room.',
  }),
  KNOWLEDGE_MAX_CHUNKS: doc(integer(100, 1_000_000, 50_000), {
    group: 'Knowledge',
    description: 'Chunks that the knowledge of one workspace may have; about 6 KB of index each.',
  }),

  FAULT_POINTS: doc(z.string().default(''), {
    group: 'Testing',
    description: 'Fault points to arm (point:kill, stop or throw); refused in production.',
  }),
});

export type Env = z.infer<typeof envSchema>;
