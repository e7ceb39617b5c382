import { AI_PRICES, type AiPrice, UNKNOWN_AI_PRICE } from './ai-prices';
import type { Env } from './env.schema';
import {
  type SupportSeverity,
  type SupportTerms,
  supportTermsIn,
  type SupportWeek,
  supportWeekIn,
} from './support.env';

type Key = { readonly id: string; readonly key: string };

/** A server that speaks OpenAI's API. What is undefined it does not do. */
export interface AiProviderConfig {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly dialect: 'openai' | 'basic';
  readonly model: string;
  readonly embeddingModel: string | undefined;
  readonly transcriptionModel: string | undefined;
}

/** The validated settings, grouped by who uses them. Frozen. */
export interface AppConfig {
  readonly process: {
    readonly environment: Env['NODE_ENV'];
    readonly host: string;
    readonly port: number;
    readonly workerHost: string;
    readonly workerPort: number;
    readonly publicUrl: string;
    readonly trustedProxies: string | undefined;
    readonly corsOrigins: readonly string[];
    readonly logLevel: Env['LOG_LEVEL'];
    readonly readyFile: string | undefined;
    readonly faultPoints: string;
  };
  readonly mongo: { readonly uri: string };
  readonly redis: { readonly url: string; readonly prefix: string };
  /** Where files of messages are kept. Without a folder they are not kept at all. */
  readonly storage: { readonly folder: string | undefined };
  readonly security: {
    readonly jwtKeys: readonly Key[];
    readonly accessTokenSeconds: number;
    readonly encryptionKeys: readonly Key[];
  };
  readonly sessions: {
    readonly idleDays: number;
    readonly maxDays: number;
    /** Of platform admins, wherever they act as such. */
    readonly adminsNeedSecondFactor: boolean;
  };
  /** Requests in a minute. */
  readonly limits: {
    readonly perIp: number;
    readonly perAccount: number;
    readonly perWorkspace: number;
    readonly signInsPerIp: number;
  };
  readonly mail: {
    readonly smtpUrl: string | undefined;
    readonly outboxDir: string | undefined;
    readonly from: string;
    /** Of the front-end, without a slash at its end. */
    readonly appUrl: string;
  };
  readonly support: {
    /** Where tickets are told of that nobody has taken. */
    readonly mailTo: string | undefined;
    readonly terms: Readonly<Record<SupportSeverity, SupportTerms>>;
    /** In which the time counts; `weekly` null: all of it. */
    readonly hours: { readonly timeZone: string; readonly weekly: SupportWeek | null };
  };
  readonly meta: {
    readonly appSecrets: readonly string[];
    readonly verifyToken: string;
    readonly graphUrl: string;
    readonly graphVersion: string;
    readonly sendsPerSecond: number;
    /** Absent: as many as Meta allows. */
    readonly privateRepliesPerHour?: number;
  };
  /** For how many days the items of webhooks are kept as they came; 0: not at all. */
  readonly receiving: { readonly rawDays: number };
  /** Answers of the bot in one conversation, beyond which a person is asked; 0: any number. */
  readonly automation: { readonly exchangesPerMinute: number };
  /** How accounts are connected. Addresses without a slash at their ends. */
  readonly instagramLogin: {
    /** Without it no account can be connected. */
    readonly appId: string | undefined;
    readonly appSecret: string;
    /** Whether the secret was named, or taken from those that sign webhooks. */
    readonly hasOwnAppSecret: boolean;
    readonly redirectUrl: string;
    readonly returnUrl: string | undefined;
    readonly loginUrl: string;
    readonly tokenUrl: string;
    readonly pkce: boolean;
    readonly appSecretProof: boolean;
  };
  readonly knowledge: {
    /** Of each process, for the indexes of all workspaces. */
    readonly indexMegabytes: number;
    /** Of one workspace. */
    readonly maxChunks: number;
  };
  readonly ai: {
    /** Null: offline. */
    readonly provider: AiProviderConfig | null;
    /** Asked when the first cannot answer. */
    readonly fallback: AiProviderConfig | null;
    /** Of the provider: the one that answers unless another is named, then those that may be named. */
    readonly models: readonly string[];
    /** By the beginnings of models' names, the longest that fits. */
    readonly prices: Readonly<Record<string, AiPrice>>;
    readonly unknownPrice: AiPrice;
    /** Of one workspace on the provider above, in US dollars. */
    readonly workspaceDailyUsd: number | undefined;
    readonly workspaceMonthlyUsd: number | undefined;
    /** On what belongs to no workspace. */
    readonly platformDailyUsd: number | undefined;
  };
  /** All in milliseconds, but for `concurrency`. */
  readonly messagePath: {
    readonly concurrency: number;
    readonly leaseMs: number;
    readonly sweepMs: number;
    readonly pendingAgeMs: number;
    readonly sendDeadlineMs: number;
    readonly sendTimeoutMs: number;
    readonly unknownFirstReadMs: number;
    readonly unknownSecondReadMs: number;
  };
}

export function toAppConfig(env: Env): AppConfig {
  return deepFreeze({
    process: {
      environment: env.NODE_ENV,
      host: env.HOST,
      port: env.PORT,
      workerHost: env.WORKER_HOST,
      workerPort: env.WORKER_PORT,
      publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
      trustedProxies: env.TRUSTED_PROXIES,
      corsOrigins: env.CORS_ORIGINS ?? [],
      logLevel: env.LOG_LEVEL,
      readyFile: env.READY_FILE,
      faultPoints: env.FAULT_POINTS,
    },
    mongo: { uri: env.MONGODB_URI },
    redis: { url: env.REDIS_URL, prefix: env.QUEUE_PREFIX },
    storage: { folder: env.STORAGE_FOLDER },
    ...peopleConfig(env),
    meta: {
      appSecrets: env.META_APP_SECRETS,
      verifyToken: env.META_VERIFY_TOKEN,
      graphUrl: env.META_GRAPH_URL.replace(/\/$/, ''),
      graphVersion: env.META_GRAPH_VERSION,
      sendsPerSecond: env.SEND_RATE_PER_SECOND,
      privateRepliesPerHour: env.PRIVATE_REPLIES_PER_HOUR,
    },
    receiving: { rawDays: env.RAW_WEBHOOK_DAYS },
    automation: { exchangesPerMinute: env.BOT_EXCHANGES_PER_MINUTE },
    instagramLogin: instagramLoginConfig(env),
    messagePath: messagePathConfig(env),
    ai: aiConfig(env),
    knowledge: { indexMegabytes: env.KNOWLEDGE_INDEX_MB, maxChunks: env.KNOWLEDGE_MAX_CHUNKS },
  });
}

function messagePathConfig(env: Env): AppConfig['messagePath'] {
  return {
    concurrency: env.WORKER_CONCURRENCY,
    leaseMs: env.LEASE_MS,
    sweepMs: env.SWEEP_MS,
    pendingAgeMs: env.PENDING_AGE_MS,
    sendDeadlineMs: env.SEND_DEADLINE_MS,
    sendTimeoutMs: env.SEND_TIMEOUT_MS,
    unknownFirstReadMs: env.UNKNOWN_FIRST_READ_MS,
    unknownSecondReadMs: env.UNKNOWN_SECOND_READ_MS,
  };
}

/** Who gets in, how often, and how they are written to. */
function peopleConfig(env: Env): Pick<AppConfig, 'security' | 'sessions' | 'limits' | 'mail' | 'support'> {
  return {
    security: {
      jwtKeys: env.JWT_KEYS,
      accessTokenSeconds: env.ACCESS_TOKEN_SECONDS,
      encryptionKeys: env.ENCRYPTION_KEYS,
    },
    sessions: {
      idleDays: env.SESSION_IDLE_DAYS,
      maxDays: env.SESSION_MAX_DAYS,
      adminsNeedSecondFactor: env.ADMIN_SECOND_FACTOR,
    },
    limits: {
      perIp: env.IP_REQUESTS_PER_MINUTE,
      perAccount: env.ACCOUNT_REQUESTS_PER_MINUTE,
      perWorkspace: env.WORKSPACE_REQUESTS_PER_MINUTE,
      signInsPerIp: env.SIGN_INS_PER_MINUTE,
    },
    mail: {
      smtpUrl: env.SMTP_URL,
      outboxDir: env.MAIL_OUTBOX_DIR,
      from: env.MAIL_FROM,
      appUrl: env.APP_URL.replace(/\/$/, ''),
    },
    support: supportConfig(env),
  };
}

/** What the schema has let through can be read. */
function supportConfig(env: Env): AppConfig['support'] {
  const terms = supportTermsIn(env.SUPPORT_SLA_HOURS);
  if (terms === null) throw new TypeError('SUPPORT_SLA_HOURS cannot be read.');
  const weekly = env.SUPPORT_OPEN === undefined ? null : supportWeekIn(env.SUPPORT_OPEN);
  return { mailTo: env.SUPPORT_MAIL, terms, hours: { timeZone: env.SUPPORT_TIME_ZONE, weekly } };
}

function instagramLoginConfig(env: Env): AppConfig['instagramLogin'] {
  const publicUrl = withoutSlash(env.PUBLIC_URL);
  return {
    appId: env.INSTAGRAM_APP_ID,
    appSecret: env.INSTAGRAM_APP_SECRET ?? env.META_APP_SECRETS[0] ?? '',
    hasOwnAppSecret: env.INSTAGRAM_APP_SECRET !== undefined,
    redirectUrl: env.INSTAGRAM_REDIRECT_URL ?? `${publicUrl}/v1/instagram/callback`,
    returnUrl: env.INSTAGRAM_RETURN_URL,
    loginUrl: withoutSlash(env.INSTAGRAM_LOGIN_URL),
    tokenUrl: withoutSlash(env.INSTAGRAM_TOKEN_URL),
    pkce: env.INSTAGRAM_PKCE,
    appSecretProof: env.META_APPSECRET_PROOF,
  };
}

function aiConfig(env: Env): AppConfig['ai'] {
  const provider: AiProviderConfig = {
    baseUrl: withoutSlash(env.AI_BASE_URL),
    apiKey: env.AI_API_KEY,
    dialect: env.AI_DIALECT,
    model: env.AI_MODEL,
    embeddingModel: env.AI_EMBEDDING_MODEL,
    transcriptionModel: env.AI_TRANSCRIPTION_MODEL,
  };
  return {
    provider: env.AI_PROVIDER === 'openai' ? provider : null,
    fallback: fallbackConfig(env),
    models: [env.AI_MODEL, ...(env.AI_MODELS ?? [])],
    prices: { ...AI_PRICES, ...env.AI_PRICES },
    unknownPrice: UNKNOWN_AI_PRICE,
    workspaceDailyUsd: env.AI_WORKSPACE_DAILY_USD,
    workspaceMonthlyUsd: env.AI_WORKSPACE_MONTHLY_USD,
    platformDailyUsd: env.AI_PLATFORM_DAILY_USD,
  };
}

function fallbackConfig(env: Env): AiProviderConfig | null {
  if (env.AI_PROVIDER !== 'openai' || env.AI_FALLBACK_BASE_URL === undefined) return null;
  return {
    baseUrl: withoutSlash(env.AI_FALLBACK_BASE_URL),
    apiKey: env.AI_FALLBACK_API_KEY,
    dialect: env.AI_FALLBACK_DIALECT,
    model: env.AI_FALLBACK_MODEL ?? env.AI_MODEL,
    embeddingModel: undefined,
    transcriptionModel: undefined,
  };
}

const withoutSlash = (url: string) => url.replace(/\/$/, '');

function deepFreeze<T extends object>(value: T): T {
  for (const child of Object.values(value))
    if (typeof child === 'object' && child !== null) deepFreeze(child as object);
  return Object.freeze(value);
}
