import { Inject, Injectable } from '@nestjs/common';
import type { OutgoingContent } from '../conversations';
import { APP_CONFIG, type AppConfig } from '../shared/config';
import { type AccountId, Grouping } from '../shared/kernel';
import type { GraphUsage } from '../shared/providers/meta-graph';
import { type Budget, type BudgetAsk, type Grant, RateBudget } from '../shared/redis';
import {
  CONVERSATION_READS_PER_SECOND,
  LIVE_REPLIES_PER_SECOND,
  MEDIA_SENDS_PER_SECOND,
  PRIVATE_REPLIES_PER_HOUR,
  USAGE_SLOW,
  USAGE_STOP,
} from './domain/meta-limits';

/** What Meta counts by itself, for each account. */
export type RateUse = 'send' | 'media' | 'private-reply' | 'live-reply' | 'reads';

const HOUR_SECONDS = 3_600;
/** Usage is looked at again after this; Meta's own word for how long comes first. */
const USAGE_HOLDS_MS = 60_000;
const SLOW_SHARE = 0.5;

/** Which of Meta's limits a message falls under. */
export function rateUseOf(content: OutgoingContent): RateUse {
  switch (content.kind) {
    case 'media':
    case 'images':
      return 'media';
    case 'private-reply':
      return content.isLive === true ? 'live-reply' : 'private-reply';
    default:
      return 'send';
  }
}

/** The budgets of each account, shared by all processes. Who asks while others are being answered is answered together with them. */
@Injectable()
export class RatePlan {
  private readonly asking = new Map<string, Grouping<BudgetAsk | null, Grant>>();

  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'meta'>,
    private readonly budget: RateBudget,
  ) {}

  /** `ask`: with a place in the queue; null: for nobody in particular. @throws when Redis cannot be asked: nothing may be sent then. */
  async take(accountId: AccountId, use: RateUse, ask: BudgetAsk | null = null): Promise<Grant> {
    const [grant] = await this.groupOf(accountId, use).add([ask]);
    return grant ?? { granted: false, waitMs: 0 };
  }

  /** A grant that was not used. */
  async giveBack(accountId: AccountId, use: RateUse): Promise<void> {
    await this.budget.giveBack(this.budgetOf(accountId, use), 1);
  }

  /** Meta refused a call because of a limit: of this use alone, or of the account as a whole. */
  async noteLimit(accountId: AccountId, use: RateUse | 'all', forMs: number): Promise<void> {
    await this.budget.stop(use === 'all' ? brakeOf(accountId) : this.budgetOf(accountId, use).key, forMs);
  }

  /** What Meta's headers say of the account: when limited, further calls would only add to the count. */
  async noteUsage(accountId: AccountId, { percent, regainMs }: GraphUsage): Promise<void> {
    if (regainMs !== undefined || percent >= USAGE_STOP)
      await this.budget.stop(brakeOf(accountId), regainMs ?? USAGE_HOLDS_MS);
    else if (percent >= USAGE_SLOW) await this.budget.slow(brakeOf(accountId), SLOW_SHARE, USAGE_HOLDS_MS);
  }

  private groupOf(accountId: AccountId, use: RateUse): Grouping<BudgetAsk | null, Grant> {
    const key = `${use}-${accountId}`;
    const group = this.asking.get(key) ?? new Grouping((asks) => this.budget.ask(this.budgetOf(accountId, use), asks));
    this.asking.set(key, group);
    return group;
  }

  private budgetOf(accountId: AccountId, use: RateUse): Budget {
    return { key: `${use}-${accountId}`, brake: brakeOf(accountId), ...this.limitOf(use) };
  }

  private get privateRepliesPerHour(): number {
    return this.config.meta.privateRepliesPerHour ?? PRIVATE_REPLIES_PER_HOUR;
  }

  private limitOf(use: RateUse): Pick<Budget, 'perSecond' | 'overSeconds'> {
    switch (use) {
      case 'send':
        return { perSecond: this.config.meta.sendsPerSecond };
      case 'media':
        return { perSecond: Math.min(MEDIA_SENDS_PER_SECOND, this.config.meta.sendsPerSecond) };
      case 'private-reply':
        return { perSecond: this.privateRepliesPerHour / HOUR_SECONDS, overSeconds: HOUR_SECONDS };
      case 'live-reply':
        return { perSecond: Math.min(LIVE_REPLIES_PER_SECOND, this.config.meta.sendsPerSecond) };
      case 'reads':
        return { perSecond: CONVERSATION_READS_PER_SECOND };
    }
  }
}

const brakeOf = (accountId: AccountId): string => `account-${accountId}`;
