import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { RetainedData } from '../../workspace';
import { MediaStore } from './media-store.service';

/** Files go with the messages that they came with. */
@Injectable()
export class MediaRetention extends RetainedData implements OnModuleInit {
  readonly name = 'files';

  constructor(
    private readonly contributions: Contributions,
    private readonly store: MediaStore,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(RetainedData, this);
  }

  override prune(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    return this.store.removeOlder(workspaceId, before, limit);
  }
}
