import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { RetainedData } from '../../workspace';
import { TurnRecordsRepository } from '../repositories/turn-records.repository';

/** Records say what sessions were given, so they last no longer than the messages do. */
@Injectable()
export class TurnRecordRetention extends RetainedData implements OnModuleInit {
  readonly name = 'turn-records';

  constructor(
    private readonly contributions: Contributions,
    private readonly records: TurnRecordsRepository,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(RetainedData, this);
  }

  override prune(workspaceId: WorkspaceId, before: Date, limit: number): Promise<number> {
    return this.records.removeOlder(workspaceId, before, limit);
  }
}
