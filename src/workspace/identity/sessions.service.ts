import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type AccessToken, AccessTokens } from '../../shared/auth';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { AuditedChanges } from '../../shared/database';
import { type Caller, Clock, newId, notFound, type UserCaller, type UserId } from '../../shared/kernel';
import { AccessRevisions } from '../access-revisions.port';
import { FAMILY_BYTES, hashOfSecret, readRefreshToken, refreshTokenOf, SECRET_BYTES } from '../domain/refresh-token';
import { type PresentedToken, refusedTokenKind, type Session, sessionExpiry } from '../domain/session';
import { SessionsRepository } from '../repositories/sessions.repository';
import { refreshRefused, refreshSuperseded } from '../workspace.errors';

/** What a client keeps after signing in. */
export interface SessionTokens extends AccessToken {
  refreshToken: string;
  refreshTokenExpiresAt: Date;
}

/** Of `end…`: what the audit trail says about it. */
type EndReason =
  | 'logged-out'
  | 'ended'
  | 'reused'
  | 'password-changed'
  | 'second-factor-changed'
  | 'email-changed'
  | 'account-deleted'
  | 'ended-by-admin';

/** Sign-ins: begun, held open by a refresh token that is new after each use, ended on all processes within a second. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly tokens: AccessTokens,
    private readonly revisions: AccessRevisions,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'sessions'>,
  ) {}

  async open(userId: UserId, caller: Caller, { secondFactor = false } = {}): Promise<SessionTokens> {
    const now = this.clock.now();
    const [family, secret] = [random(FAMILY_BYTES), random(SECRET_BYTES)];
    const session: Session = {
      id: newId(now),
      userId,
      familyHash: hashOfSecret(family),
      tokenHash: hashOfSecret(secret),
      rotatedAt: now,
      secondFactor,
      ...addressOf(caller),
      createdAt: now,
      expiresAt: sessionExpiry(now, now, this.config.sessions),
    };
    await this.sessions.insert(session);
    return this.tokensOf(session, family, secret);
  }

  /**
   * New tokens for the current refresh token. @throws DomainError AUTH.REFRESH_SUPERSEDED when another request has just
   * used it, AUTH.REFRESH_REFUSED else; an older token of the sign-in ends it.
   */
  async refresh(token: string, caller: Caller): Promise<SessionTokens> {
    const presented = readRefreshToken(token);
    if (presented === null) throw refreshRefused();
    const now = this.clock.now();
    const secret = random(SECRET_BYTES);
    const before = await this.sessions.find(presented.sessionId);
    const rotated = await this.sessions.rotate(presented, {
      tokenHash: hashOfSecret(secret),
      now,
      expiresAt: sessionExpiry(before?.createdAt ?? now, now, this.config.sessions),
      ...addressOf(caller),
    });
    if (rotated === null) return this.refuse(presented, caller, now);
    return this.tokensOf(rotated, presented.family, secret);
  }

  /** Newest first. */
  list(userId: UserId): Promise<Session[]> {
    return this.sessions.listByUser(userId, this.clock.now());
  }

  /** The one by which the caller asks. */
  async logOut(caller: UserCaller): Promise<void> {
    const { userId, sessionId } = caller;
    if (sessionId !== undefined) await this.endIds(caller, userId, [sessionId], 'logged-out');
  }

  /** @throws DomainError SESSION.NOT_FOUND. */
  async end(caller: UserCaller, sessionId: string): Promise<void> {
    const session = await this.sessions.find(sessionId);
    if (session?.userId !== caller.userId) throw notFound('This session', 'SESSION.NOT_FOUND');
    await this.endIds(caller, caller.userId, [sessionId], 'ended');
  }

  /** All but the one by which the caller asks. */
  endOthers(caller: UserCaller, reason: EndReason = 'ended'): Promise<void> {
    return this.endAll(caller, caller.userId, reason, caller.sessionId);
  }

  /** Every sign-in of the user but `except`. Part of the transaction around it, if there is one. */
  async endAll(caller: Caller, userId: UserId, reason: EndReason, except?: string): Promise<void> {
    const sessions = await this.sessions.listByUser(userId, this.clock.now());
    const ids = sessions.map(({ id }) => id).filter((id) => id !== except);
    await this.endIds(caller, userId, ids, reason);
  }

  /** The sign-in counts as one with a second factor from now on. Within a transaction. */
  async proveSecondFactor({ userId, sessionId }: UserCaller): Promise<void> {
    if (sessionId === undefined) return;
    await this.sessions.markSecondFactor(sessionId, userId);
    await this.revisions.bump({ sessionIds: [sessionId] });
  }

  private async refuse(presented: PresentedToken, caller: Caller, now: Date): Promise<never> {
    const session = await this.sessions.find(presented.sessionId);
    const kind = refusedTokenKind(session, presented, now);
    if (kind === 'superseded') throw refreshSuperseded();
    if (kind === 'reused' && session !== null) await this.endIds(caller, session.userId, [session.id], 'reused');
    throw refreshRefused();
  }

  private async endIds(caller: Caller, userId: UserId, ids: readonly string[], reason: EndReason): Promise<void> {
    if (ids.length === 0) return;
    await this.changes.run(caller, async (record) => {
      await this.sessions.deleteMany(ids, userId);
      await this.revisions.bump({ sessionIds: ids });
      await record({ action: 'session.ended', target: userId, details: { reason, sessions: ids.length } });
    });
  }

  private async tokensOf({ id, userId, expiresAt }: Session, family: string, secret: string): Promise<SessionTokens> {
    const access = await this.tokens.issue(userId, id);
    const refreshToken = refreshTokenOf({ sessionId: id, family, secret });
    return { ...access, refreshToken, refreshTokenExpiresAt: expiresAt };
  }
}

const random = (bytes: number): string => randomBytes(bytes).toString('base64url');
const addressOf = ({ ip }: Caller) => (ip === undefined ? {} : { ip });
