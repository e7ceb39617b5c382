import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { LaneOutlooks } from '../../conversations';
import { Clock, type RequestContext } from '../../shared/kernel';
import { type Forecast, FollowupForecasts } from './followup-forecast.service';
import { FollowupTasksRepository } from './repositories/followup-tasks.repository';
import type { FollowupTaskRow } from './schemas/followup-task.schema';

export interface PreviewedFollowup extends Forecast {
  followup: FollowupTaskRow;
}

/** What would go out today, by the workspace's clock. Reads only. */
@Injectable()
export class FollowupPreview {
  constructor(
    private readonly tasks: FollowupTasksRepository,
    private readonly lanes: LaneOutlooks,
    private readonly forecasts: FollowupForecasts,
    private readonly clock: Clock,
  ) {}

  /** Soonest first. */
  async today({ workspaceId }: Pick<RequestContext, 'workspaceId'>, limit: number): Promise<PreviewedFollowup[]> {
    const around = await this.forecasts.surroundings(workspaceId);
    const rows = await this.tasks.listWaiting(workspaceId, this.endOfDay(around.hours), limit);
    const outlooks = await this.lanes.of(workspaceId, [...new Set(rows.map(({ conversationId }) => conversationId))]);
    const previews = await Promise.all(
      rows.map(async (followup): Promise<PreviewedFollowup[]> => {
        const outlook = outlooks.get(followup.conversationId);
        const forecast = outlook === undefined ? null : await this.forecasts.of(followup._id, outlook, around);
        return forecast === null ? [] : [{ followup, ...forecast }];
      }),
    );
    return previews.flat();
  }

  private endOfDay({ timeZone }: { timeZone: string }): Date {
    return DateTime.fromJSDate(this.clock.now(), { zone: timeZone }).plus({ days: 1 }).startOf('day').toJSDate();
  }
}
