import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { type AccountId, Clock, Secret, type WorkspaceId } from '../../shared/kernel';
import { SecretBox } from '../../shared/security';
import { challengeOf, LOGIN_LIFE_MS, loginHash, signState } from '../domain/login-state';
import { PERMISSIONS } from '../domain/meta-limits';
import { notConfigured } from '../instagram.errors';
import type { InstagramLoginRow } from '../schemas/instagram-login.schema';
import { placeOfLogin } from './granted-login';

export interface LoginWay {
  /** Where the browser of the account's owner goes. */
  authorizeUrl: string;
  expiresAt: Date;
  /** To be stored, so that it is good once. */
  row: InstagramLoginRow;
}

export interface LoginBeginner {
  workspaceId: WorkspaceId;
  actorId: string;
  /** The account that is to be connected again. */
  accountId?: AccountId;
}

/** 32 random bytes, as 43 characters. */
export const newLoginSecret = (): string => randomBytes(32).toString('base64url');

/** The way to Instagram's login page and back. */
@Injectable()
export class LoginWays {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'instagramLogin' | 'security'>,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError CONNECT.NOT_CONFIGURED. */
  prepare({ workspaceId, actorId, accountId }: LoginBeginner): LoginWay {
    const { appId, pkce } = this.config.instagramLogin;
    if (appId === undefined) throw notConfigured();
    const expiresAt = new Date(this.clock.now().getTime() + LOGIN_LIFE_MS);
    const nonce = newLoginSecret();
    const verifier = pkce ? newLoginSecret() : undefined;
    const _id = loginHash(nonce);
    const sealed =
      verifier === undefined ? {} : { sealed: this.secrets.seal(new Secret(verifier), placeOfLogin(workspaceId, _id)) };
    const known = accountId === undefined ? {} : { accountId };
    const state = signState({ nonce, workspaceId, actorId, expiresAt }, this.signingKey);
    return {
      authorizeUrl: this.authorizeUrl(appId, state, verifier),
      expiresAt,
      row: { _id, workspaceId, actorId, step: 'begun', ...known, ...sealed, expiresAt },
    };
  }

  private get signingKey(): string {
    const [signing] = this.config.security.jwtKeys;
    if (signing === undefined) throw new Error('No key signs logins.');
    return signing.key;
  }

  private authorizeUrl(appId: string, state: string, verifier: string | undefined): string {
    const { loginUrl, redirectUrl } = this.config.instagramLogin;
    const query = new URLSearchParams({
      client_id: appId,
      redirect_uri: redirectUrl,
      response_type: 'code',
      scope: Object.values(PERMISSIONS).join(','),
      state,
      ...(verifier === undefined ? {} : { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' }),
    });
    return `${loginUrl}/oauth/authorize?${query.toString()}`;
  }
}
