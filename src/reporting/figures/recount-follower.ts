import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock, Contributions, type WorkspaceId } from '../../shared/kernel';
import { businessHours, SettingsFollower } from '../../workspace';
import { ReportRowsRepository } from './repositories/report-rows.repository';

/** Other clocks or hours: all figures are counted by them. */
@Injectable()
export class RecountFollower extends SettingsFollower implements OnModuleInit {
  readonly groups = [businessHours.name];

  constructor(
    private readonly contributions: Contributions,
    private readonly rows: ReportRowsRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(SettingsFollower, this);
  }

  override apply(workspaceId: WorkspaceId): Promise<void> {
    return this.rows.requestRecount(workspaceId, this.clock.now());
  }
}
