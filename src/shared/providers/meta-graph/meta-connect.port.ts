import type { Secret } from '../../kernel';
import type { GraphAccount } from './meta-graph.port';

/** What the owner of an account gave for a code: a token that lives an hour. */
export interface GrantedLogin {
  token: Secret;
  /** Of the scopes that were asked for, those that were granted. */
  permissions: string[];
}

export interface LongLivedToken {
  token: Secret;
  expiresInMs: number;
}

/** An account, as it is to its owner. */
export interface OwnAccount {
  /** Of the account for this app. */
  igScopedId: string;
  /** Of the professional account, as webhooks carry it; absent for an account that is none. */
  igUserId?: string;
  username: string;
  name?: string;
  /** BUSINESS, MEDIA_CREATOR, … */
  accountType?: string;
  profilePictureUrl?: string;
}

/** Where an app has its webhooks sent, and which. */
export interface AppWebhooksAtMeta {
  callbackUrl: string;
  active: boolean;
  fields: string[];
}

export interface LoginCode {
  code: string;
  /** As it was when the login began, to the letter. */
  redirectUrl: string;
  /** Where the login began with a challenge (RFC 7636). */
  verifier?: string;
}

/**
 * How an account is connected by Instagram Login: its tokens, its ids and its webhook subscription. No retries: the caller
 * decides by the class of the failure. Every method @throws GraphError.
 */
export abstract class MetaConnect {
  /** The code is used up, whatever the answer. */
  abstract exchangeCode(code: LoginCode): Promise<GrantedLogin>;
  abstract lengthen(shortLived: Secret): Promise<LongLivedToken>;
  /** The token must be a day old and still good. */
  abstract renew(longLived: Secret): Promise<LongLivedToken>;
  abstract readOwnAccount(token: Secret): Promise<OwnAccount>;
  /** One name that Meta does not know fails the whole call. */
  abstract subscribe(account: GraphAccount, fields: readonly string[]): Promise<void>;
  /** Fields that the account sends to this app; null when it sends none. */
  abstract readSubscription(account: GraphAccount): Promise<string[] | null>;
  abstract unsubscribe(account: GraphAccount): Promise<void>;
  /** Of the app itself, for Instagram; null when it has none. */
  abstract readAppWebhooks(): Promise<AppWebhooksAtMeta | null>;
}
