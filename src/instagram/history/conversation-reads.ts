import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { AccountId } from '../../shared/kernel';
import { GraphError } from '../../shared/providers/meta-graph';
import { RatePlan } from '../rate-plan.service';

/** Longer than this nobody stands and waits. */
const LONGEST_PAUSE_MS = 2_000;

const limited = (retryAfterMs: number) =>
  new GraphError({
    class: 'limited',
    code: 'rate-plan',
    message: 'The account has read enough for now.',
    retryAfterMs,
  });

/** What an account may read of its conversations, shared by all processes. */
@Injectable()
export class ConversationReads {
  constructor(private readonly plan: RatePlan) {}

  /**
   * Reads as soon as the account may. @throws what `read` throws, GraphError when it would take long until it may, and when
   * Redis cannot be asked: nothing is read then.
   */
  async run<T>(accountId: AccountId, read: () => Promise<T>): Promise<T> {
    await this.take(accountId);
    try {
      return await read();
    } catch (error) {
      // Other processes need not find out for themselves; while limited, calls only add to the count.
      if (error instanceof GraphError && error.failure.class === 'limited')
        await this.plan.noteLimit(accountId, 'reads', error.failure.retryAfterMs);
      throw error;
    }
  }

  private async take(accountId: AccountId): Promise<void> {
    for (;;) {
      const grant = await this.plan.take(accountId, 'reads');
      if (grant.granted) return;
      if (grant.waitMs > LONGEST_PAUSE_MS) throw limited(grant.waitMs);
      await pause(grant.waitMs);
    }
  }
}
