import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { type Caller, Clock, stableId, systemCaller } from '../../shared/kernel';
import { AccountHealth } from '../account-health.service';
import { readSignedRequest } from '../domain/signed-request';
import { InstagramAccountsRepository } from '../repositories/instagram-accounts.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { AccountDepartures } from './account-departures.service';
import { DataDeletions } from './data-deletions.service';

/** Meta may repeat a request; one that was signed long ago is somebody's recording. */
const LONGEST_AGE_MS = 24 * 3_600_000;

/** What the owner of an account asks for in Instagram's own settings, as Meta passes it on. */
@Injectable()
export class MetaRequests {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'meta' | 'instagramLogin' | 'process'>,
    private readonly accounts: InstagramAccountsRepository,
    private readonly departures: AccountDepartures,
    private readonly health: AccountHealth,
    private readonly deletions: DataDeletions,
    private readonly clock: Clock,
  ) {}

  /** The app was removed: the token is dead. False when Meta has not signed it. */
  async deauthorise(signedRequest: string): Promise<boolean> {
    const rows = await this.rowsOf(signedRequest);
    if (rows === null) return false;
    for (const { _id: accountId, workspaceId } of rows)
      await this.health.turn(
        { workspaceId, accountId },
        { turn: 'token-refused', reason: 'The app was removed from the Instagram account. Connect the account again.' },
      );
    return true;
  }

  /** Erases what tells whose account it was, its token, and then its conversations; null when Meta has not signed it. */
  async erase(signedRequest: string, correlationId: string): Promise<{ url: string; code: string } | null> {
    const rows = await this.rowsOf(signedRequest);
    if (rows === null) return null;
    const code = await this.deletions.begin(rows);
    const caller = systemCaller('instagram.data-deletion', correlationId);
    for (const row of rows) await this.eraseOne(caller, row);
    return { url: `${this.config.process.publicUrl}/v1/instagram/data-deletions/${code}`, code };
  }

  private async rowsOf(signedRequest: string): Promise<InstagramAccountRow[] | null> {
    const { appSecret } = this.config.instagramLogin;
    const request = readSignedRequest(signedRequest, [...new Set([appSecret, ...this.config.meta.appSecrets])]);
    if (request === null) return null;
    const age = this.clock.now().getTime() - request.issuedAt.getTime();
    if (age > LONGEST_AGE_MS) return null;
    return this.accounts.listByPlatformId(request.userId);
  }

  private async eraseOne(caller: Caller, row: InstagramAccountRow): Promise<void> {
    const { _id: accountId, workspaceId } = row;
    await this.departures.release(caller, row, 'The owner of the account had their data deleted.');
    await this.deletions.refuseLater(row);
    await this.accounts.forgetOwner(workspaceId, accountId, stableId('erased', accountId), this.clock.now());
  }
}
