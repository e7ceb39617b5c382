import { Injectable } from '@nestjs/common';
import { Clock, DomainError } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { AiError, type AiTokenUsage } from '../../shared/providers/ai';
import { type Reservation, Usage } from '../../workspace';
import { type AiScope, countsAsMessage } from '../domain/ai/ai-scope';
import { type AiEstimate, AiLedger } from './ai-ledger.service';

export interface CallToAdmit {
  scope: AiScope;
  provider: { isHosts: boolean };
  estimate: AiEstimate;
}

/** A call's place under the plan and the caps. Settle it once, however the call ends; that never fails. */
export interface SettledAdmission {
  /** `model`: the one that answered; absent: the call failed. @returns the cost in billionths of a dollar. */
  settle(usage: AiTokenUsage, model?: string): Promise<number>;
}

/** The plan's AI messages and the caps on spending, taken together or not at all. */
@Injectable()
export class AiAdmissions {
  constructor(
    private readonly plan: Usage,
    private readonly ledger: AiLedger,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  /** @throws AiError `budget`, or what the database throws. */
  async of({ scope, provider, estimate }: CallToAdmit): Promise<SettledAdmission> {
    const message = await this.messageOf(scope);
    const spending = await this.ledger.admit(scope, estimate, provider.isHosts).catch(async (error: unknown) => {
      await message?.release();
      throw error;
    });
    return {
      settle: async (usage, model) => {
        await this.end(message, model !== undefined);
        return spending.charge(usage, model);
      },
    };
  }

  private async messageOf(scope: AiScope): Promise<Reservation | null> {
    if (scope.workspaceId === null || !countsAsMessage(scope)) return null;
    try {
      return await this.plan.reserve(scope.workspaceId, 'aiMessages');
    } catch (error) {
      throw error instanceof DomainError && error.code === 'PLAN.LIMIT_REACHED' ? this.usedUp(error) : error;
    }
  }

  /** The answer is there: that the plan could not be told is no reason to lose it. What stays reserved expires. */
  private async end(message: Reservation | null, isAnswered: boolean): Promise<void> {
    try {
      if (isAnswered) await message?.settle();
      else await message?.release();
    } catch (err) {
      this.logger.event('error', 'AI message not counted', { err });
    }
  }

  private usedUp({ facts }: DomainError): AiError {
    const at = typeof facts['renewsAt'] === 'string' ? Date.parse(facts['renewsAt']) : Number.NaN;
    const wait = Number.isNaN(at) ? {} : { retryAfterMs: Math.max(0, at - this.clock.now().getTime()) };
    return new AiError('budget', 'The plan of this workspace allows no more AI messages.', { detail: 'plan', ...wait });
  }
}

/** Whatever goes wrong before or beside a call, in the one form that callers know. */
export function asAiError(error: unknown): AiError {
  if (error instanceof AiError) return error;
  if (error instanceof DomainError)
    return new AiError('config', 'The provider of this workspace cannot be used.', {
      detail: error.code,
      cause: error,
    });
  return new AiError('transient', 'The call could not be made.', { detail: 'store', cause: error });
}
