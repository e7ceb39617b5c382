import { Injectable } from '@nestjs/common';
import { AiUsage } from '../../knowledge';
import type { WorkspaceId } from '../../shared/kernel';

export interface Cost {
  costUsd: number;
  calls: number;
  tokens: number;
}

const NOTHING: Cost = { costUsd: 0, calls: 0, tokens: 0 };

/** What language models have cost. It is charged as it happens, so that nothing needs to be counted here. */
@Injectable()
export class ReportCosts {
  constructor(private readonly usage: AiUsage) {}

  /** One query. Days without cost are absent. */
  async byDay(workspaceId: WorkspaceId, from: string, to: string): Promise<Map<string, Cost>> {
    return this.by(workspaceId, 'day', from, to);
  }

  async by(
    workspaceId: WorkspaceId,
    by: 'day' | 'purpose' | 'model',
    from: string,
    to: string,
  ): Promise<Map<string, Cost>> {
    const { items } = await this.usage.report(workspaceId, { from, to, by });
    return new Map(
      items.map(({ key, costUsd, calls, promptTokens, completionTokens }) => [
        key,
        { costUsd, calls, tokens: promptTokens + completionTokens },
      ]),
    );
  }
}

export function totalCost(byDay: ReadonlyMap<string, Cost>, days: readonly string[]): Cost {
  return days.reduce((sum, day) => {
    const { costUsd, calls, tokens } = byDay.get(day) ?? NOTHING;
    return { costUsd: sum.costUsd + costUsd, calls: sum.calls + calls, tokens: sum.tokens + tokens };
  }, NOTHING);
}
