import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { AuditedChanges } from '../../shared/database';
import { type AccountId, actorIdOf, Clock, type RequestContext, Secret } from '../../shared/kernel';
import { SecretBox } from '../../shared/security';
import { challengeOf, LOGIN_LIFE_MS, loginHash, signState } from '../domain/login-state';
import { PERMISSIONS } from '../domain/meta-limits';
import { accountNotFound, notConfigured } from '../instagram.errors';
import { InstagramAccountsRepository } from '../repositories/instagram-accounts.repository';
import { InstagramLoginsRepository } from '../repositories/instagram-logins.repository';
import { placeOfLogin } from './granted-login';

export interface BegunLogin {
  /** Where the browser of the account's owner goes. */
  authorizeUrl: string;
  expiresAt: Date;
}

/** 32 random bytes, as 43 characters. */
const newSecret = () => randomBytes(32).toString('base64url');

/** The first step of connecting an account: the way to Instagram's login page. */
@Injectable()
export class LoginStart {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'instagramLogin' | 'security'>,
    private readonly logins: InstagramLoginsRepository,
    private readonly accounts: InstagramAccountsRepository,
    private readonly changes: AuditedChanges,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** `accountId`: the account that is to be connected again. @throws DomainError ACCOUNT.NOT_FOUND, CONNECT.NOT_CONFIGURED. */
  async begin(context: RequestContext, accountId?: AccountId): Promise<BegunLogin> {
    const { appId, pkce } = this.config.instagramLogin;
    if (appId === undefined) throw notConfigured();
    const { workspaceId } = context;
    if (accountId !== undefined && (await this.accounts.find(workspaceId, accountId)) === null) throw accountNotFound();
    const actorId = actorIdOf(context) ?? '';
    const expiresAt = new Date(this.clock.now().getTime() + LOGIN_LIFE_MS);
    const nonce = newSecret();
    const verifier = pkce ? newSecret() : undefined;
    const _id = loginHash(nonce);
    await this.changes.run(context, async (record) => {
      await this.logins.insert({
        _id,
        workspaceId,
        actorId,
        step: 'begun',
        ...(accountId === undefined ? {} : { accountId }),
        ...(verifier === undefined
          ? {}
          : { sealed: this.secrets.seal(new Secret(verifier), placeOfLogin(workspaceId, _id)) }),
        expiresAt,
      });
      await record({ action: 'account.login-begun', workspaceId, target: accountId ?? workspaceId });
    });
    const state = signState({ nonce, workspaceId, actorId, expiresAt }, this.signingKey);
    return { authorizeUrl: this.authorizeUrl(appId, state, verifier), expiresAt };
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
