import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import { Counting } from './counting.service';
import { type Cell, differenceOf, Tally } from './domain/counts';
import { readAhead } from './read-ahead';
import { recountOvertaken } from './reports.errors';
import { ReportRowsRepository, type Standing } from './repositories/report-rows.repository';
import { ReportUnitsRepository } from './repositories/report-units.repository';

/** Beginning and end of counting a workspace anew. */
@Injectable()
export class ReportRepair {
  constructor(
    private readonly rows: ReportRowsRepository,
    private readonly units: ReportUnitsRepository,
    private readonly counting: Counting,
  ) {}

  async begin(workspaceId: WorkspaceId): Promise<Standing> {
    return this.rows.beginRecount(workspaceId, await this.counting.basisOf(workspaceId), this.counting.now);
  }

  /**
   * Makes rows say what their units say, in case they were changed from elsewhere; from then on, what happens is counted
   * again. @returns how many rows said something else. @throws DomainError REPORTS.OVERTAKEN
   */
  async finish(standing: Standing): Promise<number> {
    const { workspaceId } = standing;
    const since = this.counting.finalBefore(standing);
    const sums = new Tally();
    for await (const cells of readAhead(this.units.cellsOf(workspaceId)))
      sums.addAll(cells.filter(({ day }) => day >= since));
    const right = new Map(sums.cells().map((cell) => [placeOf(cell), cell]));
    const wrong = differenceOf(await this.rows.allSince(workspaceId, since), [...right.values()]);
    const rows = wrong.map(({ day, flow }) => right.get(placeOf({ day, flow })) ?? { day, flow, counts: {} });
    if (rows.length > 0) await this.replace(standing, rows);
    await this.rows.endRecount(standing, this.counting.now);
    return rows.length;
  }

  private async replace(standing: Standing, rows: readonly Cell[]): Promise<void> {
    const world = this.counting.worldOf(standing);
    const saved = await this.counting.inBatch(standing, world, 'recount', () =>
      this.rows.replace(standing.workspaceId, rows),
    );
    if (saved === null) throw recountOvertaken();
  }
}

const placeOf = ({ day, flow }: Pick<Cell, 'day' | 'flow'>): string => `${day}/${flow}`;
