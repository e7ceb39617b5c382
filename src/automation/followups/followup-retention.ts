import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { RetainedData } from '../../workspace';
import { FollowupTasksRepository } from './repositories/followup-tasks.repository';

/** Follow-ups say what was sent, so they last no longer than the messages do. */
@Injectable()
export class FollowupRetention extends RetainedData implements OnModuleInit {
  readonly name = 'followups';

  constructor(
    private readonly contributions: Contributions,
    private readonly tasks: FollowupTasksRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(RetainedData, this);
  }

  override prune(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    return this.tasks.removeOlder(workspaceId, before, limit);
  }
}
