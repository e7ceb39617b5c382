import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../shared/config';
import { type AccountId, Grouping } from '../shared/kernel';
import { RateBudget } from '../shared/redis';

export type SendToken = { granted: true } | { granted: false; waitMs: number };

const GRANTED: SendToken = { granted: true };

/** The budget of sends of each account. Turns that want a token while others are being fetched get theirs together. */
@Injectable()
export class SendTokens {
  private readonly wanted = new Map<AccountId, Grouping<null, SendToken>>();

  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'meta'>,
    private readonly budget: RateBudget,
  ) {}

  /** @throws when Redis cannot be asked: nothing may be sent then. */
  async take(accountId: AccountId): Promise<SendToken> {
    const [token] = await this.groupsOf(accountId).add([null]);
    return token ?? { granted: false, waitMs: 0 };
  }

  private groupsOf(accountId: AccountId): Grouping<null, SendToken> {
    const groups = this.wanted.get(accountId) ?? new Grouping((wants) => this.takeMany(accountId, wants.length));
    this.wanted.set(accountId, groups);
    return groups;
  }

  private async takeMany(accountId: AccountId, wanted: number): Promise<SendToken[]> {
    const budget = { key: `send-${accountId}`, perSecond: this.config.meta.sendsPerSecond };
    const { granted, waitMs } = await this.budget.take(budget, wanted);
    return Array.from({ length: wanted }, (_, index) => (index < granted ? GRANTED : { granted: false, waitMs }));
  }
}
