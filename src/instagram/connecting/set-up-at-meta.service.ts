import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, eachOf } from '../../shared/kernel';
import { MetaConnect } from '../../shared/providers/meta-graph';
import { SecretBox } from '../../shared/security';
import type { SetUpFinding } from '../domain/set-up';
import { accountFinding, type AccountWebhooks, appFindings, type AppWebhooks } from '../domain/set-up-at-meta';
import { AccountUpkeepRepository } from '../repositories/account-upkeep.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { failureOf, graphAccountOf } from './account-tokens';

/** Those that were not looked at for longest. */
const ACCOUNTS = 20;
const WIDTH = 8;
const YEAR_MS = 365 * 24 * 3_600_000;

/** What Meta and Instagram themselves say of the set-up. What cannot be asked is said so, and fails nothing. */
@Injectable()
export class SetUpAtMeta {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'instagramLogin'>,
    private readonly meta: MetaConnect,
    private readonly upkeep: AccountUpkeepRepository,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  async find(callbackUrl: string): Promise<SetUpFinding[]> {
    const [app, accounts] = await Promise.all([this.askApp(), this.askAccounts()]);
    return [...(app === null ? [] : appFindings(app, callbackUrl)), ...accounts];
  }

  /** Null: there is no app to ask for. */
  private async askApp(): Promise<AppWebhooks | null> {
    if (this.config.instagramLogin.appId === undefined) return null;
    try {
      const found = await this.meta.readAppWebhooks();
      return found === null ? { kind: 'none' } : { kind: 'found', ...found };
    } catch (error) {
      return { kind: 'unknown', reason: reasonOf(error) };
    }
  }

  private async askAccounts(): Promise<SetUpFinding[]> {
    const whenever = new Date(this.clock.now().getTime() + YEAR_MS);
    const rows = await this.upkeep.dueForSubscription(whenever, ACCOUNTS);
    const findings: SetUpFinding[] = [];
    await eachOf(rows, async (row) => findings.push(accountFinding(await this.askAccount(row))), { width: WIDTH });
    return findings.sort((a, b) => (a.setting < b.setting ? -1 : 1));
  }

  private async askAccount(row: InstagramAccountRow): Promise<AccountWebhooks> {
    const { username } = row;
    try {
      const account = graphAccountOf(this.secrets, row);
      if (account === null) return { username, kind: 'unknown', reason: 'it has no token.' };
      return { username, kind: 'found', fields: await this.meta.readSubscription(account) };
    } catch (error) {
      return { username, kind: 'unknown', reason: reasonOf(error) };
    }
  }
}

/** @throws what is no failure of Graph. */
function reasonOf(error: unknown): string {
  const failure = failureOf(error);
  if (failure === null) throw error;
  return `${failure.message} (${failure.code})`;
}
