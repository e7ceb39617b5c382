import { Injectable } from '@nestjs/common';
import { Contributions, eachOf } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { ScheduledJob } from '../../shared/schedule';
import { SecretBox } from '../../shared/security';
import { AccountUpkeepRepository } from '../repositories/account-upkeep.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { failureOf, placeOfToken } from './account-tokens';

const AT_ONCE = 500;
const WIDTH = 4;

/** After a rotation of ENCRYPTION_KEYS: seals tokens with the first key, so that the older ones can be taken away. */
@Injectable()
export class ResealTokensJob extends ScheduledJob {
  readonly name = 'reseal-instagram-tokens';
  readonly everyMs = 10 * 60_000;
  readonly scope = 'cluster' as const;

  constructor(
    contributions: Contributions,
    private readonly upkeep: AccountUpkeepRepository,
    private readonly secrets: SecretBox,
    private readonly telemetry: Telemetry,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    const { olderKeyIds } = this.secrets;
    if (olderKeyIds.length === 0) return;
    const rows = await this.upkeep.sealedWith(olderKeyIds, AT_ONCE);
    await eachOf(rows, (row) => this.reseal(row), { width: WIDTH });
    if (rows.length > 0)
      this.telemetry.logger.event('info', 'tokens sealed with the newest key', { count: rows.length });
  }

  /** One that does not open is left to whoever still has its key. */
  private async reseal({ token, ...row }: InstagramAccountRow): Promise<void> {
    if (token === undefined) return;
    const { _id: accountId, workspaceId } = row;
    const place = placeOfToken(workspaceId, accountId);
    try {
      await this.upkeep.reseal({ ...row, token }, this.secrets.seal(this.secrets.open(token, place), place));
    } catch (error) {
      const failure = failureOf(error);
      if (failure === null) throw error;
      this.telemetry.logger.event('error', 'token not readable', { accountId, workspaceId, reason: failure.code });
    }
  }
}
