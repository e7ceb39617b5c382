import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { type LaneOutlook, LaneOutlooks } from '../../conversations';
import { Clock, type RequestContext, type WorkspaceId } from '../../shared/kernel';
import { businessHours, type SettingsReader, WorkspaceSettings } from '../../workspace';
import type { Foretold, Span } from '../domain/followups/foretell';
import { FollowupForecasts } from './followup-forecast.service';
import { FollowupTasksRepository, plannedRow } from './repositories/followup-tasks.repository';
import type { FollowupTaskRow } from './schemas/followup-task.schema';

export interface PreviewedFollowup extends Pick<Foretold, 'would' | 'reason' | 'text'> {
  followup: FollowupTaskRow;
  at: Date;
}

/** What would go out today, by the workspace's clock. Reads only. */
@Injectable()
export class FollowupPreview {
  private readonly hours: SettingsReader<{ timeZone: string }>;

  constructor(
    private readonly tasks: FollowupTasksRepository,
    private readonly lanes: LaneOutlooks,
    private readonly forecasts: FollowupForecasts,
    private readonly clock: Clock,
    settings: WorkspaceSettings,
  ) {
    this.hours = settings.reader(businessHours, 'automation.followups', ['timeZone']);
  }

  /** Soonest first; also those that one which falls due would lead to. */
  async today({ workspaceId }: Pick<RequestContext, 'workspaceId'>, limit: number): Promise<PreviewedFollowup[]> {
    const endOfDay = await this.endOfDay(workspaceId);
    const rows = await this.tasks.listWaiting(workspaceId, endOfDay, limit);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const now = this.clock.now().getTime();
    // Of conversations that are not looked at, nothing is known from there on.
    const span = { now, until: Math.max(now, (last?.dueAt ?? endOfDay).getTime() - (last === undefined ? 1 : 0)) };
    const outlooks = await this.lanes.of(workspaceId, [...new Set(rows.map(({ conversationId }) => conversationId))]);
    const known = new Map(rows.map((row) => [row._id, row]));
    const previews = await Promise.all([...outlooks.values()].map((outlook) => this.ofLane(outlook, span, known)));
    return previews
      .flat()
      .sort((a, b) => a.at.getTime() - b.at.getTime())
      .slice(0, limit);
  }

  private async ofLane(
    outlook: LaneOutlook,
    span: Span,
    known: ReadonlyMap<string, FollowupTaskRow>,
  ): Promise<PreviewedFollowup[]> {
    const told = await this.forecasts.of(outlook, span);
    return told.map(({ facts, would, reason, at, text }) => {
      const followup = known.get(facts.taskId) ?? plannedRow(outlook.lane, facts);
      return { followup, would, reason, at: new Date(at), text };
    });
  }

  private async endOfDay(workspaceId: WorkspaceId): Promise<Date> {
    const { timeZone: zone } = await this.hours.of(workspaceId);
    return DateTime.fromJSDate(this.clock.now(), { zone }).plus({ days: 1 }).startOf('day').toJSDate();
  }
}
