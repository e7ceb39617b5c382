import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { RetainedData } from '../../workspace';
import { CommentDmLogsRepository } from '../repositories/comment-dm-logs.repository';

/** Rows say what people wrote, so they last no longer than the messages do. */
@Injectable()
export class CommentLogRetention extends RetainedData implements OnModuleInit {
  readonly name = 'comment-replies';

  constructor(
    private readonly contributions: Contributions,
    private readonly logs: CommentDmLogsRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(RetainedData, this);
  }

  override prune(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    return this.logs.removeOlder(workspaceId, before, limit);
  }
}
