import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { GraphError, MetaConnect } from '../../shared/providers/meta-graph';
import { SecretBox } from '../../shared/security';
import { readCallback } from '../domain/login-callback';
import { LOGIN_LIFE_MS, loginHash, readState } from '../domain/login-state';
import { NEEDED_PERMISSIONS } from '../domain/meta-limits';
import {
  codeRefused,
  instagramAway,
  loginDenied,
  LoginRefused,
  notProfessional,
  scopesMissing,
  stateExpired,
  stateInvalid,
  stateUsed,
} from '../instagram.errors';
import { InstagramLoginsRepository } from '../repositories/instagram-logins.repository';
import type { InstagramLoginRow } from '../schemas/instagram-login.schema';
import { type GrantedAccount, placeOfLogin, sealGranted } from './granted-login';

export type LoginOutcome = { login: string } | { error: string };

/**
 * The second step: the owner comes back from Instagram's page, in whatever browser. What was granted waits for who began,
 * who alone can take it: else somebody could be lured into giving an account to a stranger's workspace.
 */
@Injectable()
export class LoginReturn {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'instagramLogin' | 'security'>,
    private readonly logins: InstagramLoginsRepository,
    private readonly meta: MetaConnect,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  /** `login`: a secret that only this browser gets. */
  async comeBack(query: Readonly<Record<string, unknown>>, correlationId: string): Promise<LoginOutcome> {
    try {
      return { login: await this.grant(query) };
    } catch (error) {
      const refusal = error instanceof GraphError ? refusalOf(error) : error;
      if (!(refusal instanceof LoginRefused)) throw refusal;
      const code = error instanceof GraphError ? error.failure.code : undefined;
      this.telemetry.logger.event('warn', `login refused: ${refusal.code}`, {
        correlationId,
        ...(code === undefined ? {} : { reason: code }),
      });
      return { error: refusal.code };
    }
  }

  private async grant(query: Readonly<Record<string, unknown>>): Promise<string> {
    const callback = readCallback(query);
    if (callback.kind === 'malformed') throw stateInvalid();
    const begun = await this.use(callback.state);
    if (callback.kind === 'denied') throw loginDenied();
    return this.keep(begun, await this.redeem(begun, callback.code));
  }

  /** Once, whatever follows. */
  private async use(text: string): Promise<InstagramLoginRow> {
    const keys = this.config.security.jwtKeys.map(({ key }) => key);
    const state = readState(text, keys);
    if (state === null) throw stateInvalid();
    const now = this.clock.now();
    if (state.expiresAt <= now) throw stateExpired();
    const workspaceId = state.workspaceId as WorkspaceId;
    const key = { _id: loginHash(state.nonce), workspaceId, actorId: state.actorId, step: 'begun' as const };
    const row = await this.logins.use(key, now);
    if (row === null) throw stateUsed();
    return row;
  }

  private async redeem({ _id, workspaceId, sealed }: InstagramLoginRow, code: string): Promise<GrantedAccount> {
    const { redirectUrl } = this.config.instagramLogin;
    const verifier =
      sealed === undefined ? {} : { verifier: this.secrets.open(sealed, placeOfLogin(workspaceId, _id)).reveal() };
    const { token, permissions } = await this.meta.exchangeCode({ code, redirectUrl, ...verifier });
    if (!NEEDED_PERMISSIONS.every((needed) => permissions.includes(needed))) throw scopesMissing();
    const longLived = await this.meta.lengthen(token);
    const grantedAt = this.clock.now();
    const account = await this.meta.readOwnAccount(longLived.token);
    const { igUserId } = account;
    if (igUserId === undefined || account.accountType === 'PERSONAL') throw notProfessional();
    return { ...longLived, account: { ...account, igUserId }, permissions, grantedAt };
  }

  private async keep(begun: InstagramLoginRow, granted: GrantedAccount): Promise<string> {
    const { workspaceId, actorId, accountId } = begun;
    const secret = randomBytes(32).toString('base64url');
    const _id = loginHash(secret);
    await this.logins.insert({
      _id,
      workspaceId,
      actorId,
      step: 'granted',
      ...(accountId === undefined ? {} : { accountId }),
      sealed: sealGranted(this.secrets, placeOfLogin(workspaceId, _id), granted),
      expiresAt: new Date(this.clock.now().getTime() + LOGIN_LIFE_MS),
    });
    return secret;
  }
}

const refusalOf = ({ failure }: GraphError): LoginRefused =>
  failure.class === 'final' || failure.class === 'account' ? codeRefused() : instagramAway();
