import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { SessionStatus } from '../../flows';
import type { WorkspaceId } from '../../shared/kernel';
import type { CountedSessions, SessionGroup } from '../domain/instance-figures';
import { AUTOMATION_SESSIONS, type AutomationSessionRow } from '../schemas/automation-session.schema';

export interface FiguresQuery {
  instanceId: string;
  /** Sessions that began at or after this time … */
  from: Date;
  /** … and before that one. */
  to: Date;
  /** Only sessions of this version. */
  versionId?: string | undefined;
}

const MOST_NODES = 1_000;

/** Counts over the rows of sessions. */
@Injectable()
export class AutomationFiguresRepository {
  private readonly rows: mongo.Collection<AutomationSessionRow>;

  constructor(@InjectModel(AUTOMATION_SESSIONS) model: Model<AutomationSessionRow>) {
    this.rows = model.collection as unknown as mongo.Collection<AutomationSessionRow>;
  }

  async count(workspaceId: WorkspaceId, query: FiguresQuery): Promise<CountedSessions> {
    const { instanceId, from, to, versionId } = query;
    const startedAt = { $gte: from, $lt: to };
    const match = { workspaceId, instanceId, startedAt, ...(versionId === undefined ? {} : { versionId }) };
    const [groups, visits, goals] = await Promise.all([
      this.groups(match),
      this.sums<{ entered: number }>(match, 'visits', 'nodeId', { entered: { $sum: '$visits.entered' } }),
      this.sums<{ reached: number }>(match, 'goals', 'goal', { reached: { $sum: 1 } }),
    ]);
    return {
      groups,
      visits: visits.map(({ _id, entered }) => ({ nodeId: _id, entered })),
      goals: goals.map(({ _id, reached }) => ({ goal: _id, reached })),
    };
  }

  private async groups(match: object): Promise<SessionGroup[]> {
    const hasGoal = { $cond: [{ $gt: [{ $size: { $ifNull: ['$goals', []] } }, 0] }, 1, 0] };
    const counted = await this.rows
      .aggregate<{ _id: { status: SessionStatus; lastNodeId?: string }; sessions: number; withGoal: number }>([
        { $match: match },
        {
          $group: {
            _id: { status: '$status', lastNodeId: '$lastNodeId' },
            sessions: { $sum: 1 },
            withGoal: { $sum: hasGoal },
          },
        },
      ])
      .toArray();
    return counted.map(({ _id, ...sums }) => ({ status: _id.status, lastNodeId: _id.lastNodeId ?? null, ...sums }));
  }

  /** By a field of the members of a list. */
  private sums<Sums extends object>(
    match: object,
    list: 'visits' | 'goals',
    field: string,
    sums: object,
  ): Promise<(Sums & { _id: string })[]> {
    return this.rows
      .aggregate<Sums & { _id: string }>([
        { $match: match },
        { $project: { [list]: 1 } },
        { $unwind: `$${list}` },
        { $group: { _id: `$${list}.${field}`, ...sums } },
        { $limit: MOST_NODES },
      ])
      .toArray();
  }
}
