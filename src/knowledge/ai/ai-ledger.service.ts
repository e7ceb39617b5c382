import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, newId, type WorkspaceId } from '../../shared/kernel';
import { AppLogger, Metrics } from '../../shared/observability';
import { AiError, type AiTokenUsage } from '../../shared/providers/ai';
import type { Cap, CapName } from '../domain/ai/ai-caps';
import { costOf, type PriceList, priceOf } from '../domain/ai/ai-price';
import type { AiScope } from '../domain/ai/ai-scope';
import { type Charge, countersOf } from '../domain/ai/ai-usage';
import { AiUsageRepository } from '../repositories/ai-usage.repository';
import { AiLimitsReader } from './ai-limits.service';

/** A call's place under the caps. Charge it once: the reservation ends with it. */
export interface AiAdmission {
  /** `model`: the one that answered; absent: none did. @returns what it cost, in billionths of a dollar. */
  charge(usage: AiTokenUsage, model?: string): Promise<number>;
}

/** What a call can cost at most, before it is made. */
export interface AiEstimate {
  model: string;
  promptTokens: number;
  completionTokens: number;
}

/** No call takes longer; what was reserved before that counts no more. */
const RESERVED_MS = 5 * 60_000;
const CHARGE_WAITS_MS = [50, 500, 0];

/** Reserves before a call and charges after it. Calls at the same time pass a cap by one of them at most. */
@Injectable()
export class AiLedger {
  private readonly prices: PriceList;

  constructor(
    private readonly rows: AiUsageRepository,
    private readonly limits: AiLimitsReader,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly logger: AppLogger,
    @Inject(APP_CONFIG) { ai }: Pick<AppConfig, 'ai'>,
  ) {
    this.prices = { known: ai.prices, unknown: ai.unknownPrice };
  }

  /** @throws AiError `budget` */
  async admit(scope: AiScope, estimate: AiEstimate, isHosts: boolean): Promise<AiAdmission> {
    const now = this.clock.now();
    const { caps, periods, renewsInMs } = await this.limits.of(scope, isHosts, now);
    const id = newId(now);
    const nanos = costOf(estimate, priceOf(estimate.model, this.prices));
    const tokens = estimate.promptTokens + estimate.completionTokens;
    const reservation = { id, nanos, tokens, expiresAt: new Date(now.getTime() + RESERVED_MS) };
    const taken: Cap[] = [];
    for (const cap of caps) {
      if (await this.rows.reserve(cap, reservation, now)) taken.push(cap);
      else {
        await Promise.all(taken.map((one) => this.rows.release(one, id)));
        throw spent(cap.name, renewsInMs(cap));
      }
    }
    return {
      charge: async (usage, answeredBy) => {
        const model = answeredBy ?? estimate.model;
        const counters = countersOf(scope, model, periods);
        const charge = this.chargeOf(usage, model, answeredBy === undefined);
        await this.write(scope.workspaceId, () => this.rows.charge(counters, charge, this.clock.now(), id));
        return charge.nanos;
      },
    };
  }

  private chargeOf(usage: AiTokenUsage, model: string, failed: boolean): Charge {
    const { promptTokens, completionTokens, cachedTokens = 0 } = usage;
    this.metrics.aiTokens.inc({ kind: 'prompt' }, promptTokens);
    this.metrics.aiTokens.inc({ kind: 'completion' }, completionTokens);
    return {
      calls: 1,
      failures: failed ? 1 : 0,
      promptTokens,
      cachedTokens,
      completionTokens,
      nanos: costOf(usage, priceOf(model, this.prices)),
    };
  }

  /** The answer is there and paid for: that it could not be written down is no reason to lose it. */
  private async write(workspaceId: WorkspaceId | null, write: () => Promise<void>): Promise<void> {
    for (const [index, wait] of CHARGE_WAITS_MS.entries()) {
      try {
        return await write();
      } catch (err) {
        const where = workspaceId === null ? {} : { workspaceId };
        const isLast = index === CHARGE_WAITS_MS.length - 1;
        this.logger.event(isLast ? 'error' : 'warn', 'cost of an AI call not written', { ...where, err });
        await sleep(wait);
      }
    }
  }
}

const WORDS: Readonly<Record<CapName, string>> = {
  'daily-spend': 'What may be spent on AI in a day is spent.',
  'monthly-spend': 'What may be spent on AI in a month is spent.',
  'conversation-tokens': 'This conversation has used its tokens of the day.',
};

const spent = (name: CapName, retryAfterMs: number): AiError =>
  new AiError('budget', WORDS[name], { detail: name, retryAfterMs });
