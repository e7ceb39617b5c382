import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import type { Goal } from './domain/goal';
import type { Outcome } from './domain/outcome';
import { OutcomesRepository } from './repositories/outcomes.repository';

/** Goals that were reached and that somebody has yet to act upon, for higher domains. */
@Injectable()
export class OpenOutcomes {
  constructor(private readonly outcomes: OutcomesRepository) {}

  /** Newest first. One command. */
  newest(workspaceId: WorkspaceId, goal: Goal, limit: number): Promise<Outcome[]> {
    return this.outcomes.list(workspaceId, goal, { status: 'open', terms: [] }, { limit });
  }
}
