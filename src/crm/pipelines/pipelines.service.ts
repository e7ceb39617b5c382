import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { Clock, newId, type RequestContext } from '../../shared/kernel';
import { WorkspaceGuard } from '../../workspace';
import { pipelineConflict, pipelineInvalid, pipelineNotFound } from '../crm.errors';
import { movesOf, type Pipeline, PIPELINES_MAX, type PipelineWishes, problemsOf } from '../domain/pipeline';
import { CrmJobs } from '../jobs/crm-jobs.service';
import { PipelinesRepository } from '../repositories/pipelines.repository';

/** The steps that contacts go through, as a workspace wants them. */
@Injectable()
export class Pipelines {
  constructor(
    private readonly pipelines: PipelinesRepository,
    private readonly jobs: CrmJobs,
    private readonly guard: WorkspaceGuard,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** The default one first. */
  list({ workspaceId }: RequestContext): Promise<Pipeline[]> {
    return this.pipelines.list(workspaceId);
  }

  /** @throws DomainError PIPELINE.INVALID, PIPELINE.CONFLICT. */
  create(context: RequestContext, id: string | undefined, wishes: Omit<PipelineWishes, 'moveTo'>): Promise<Pipeline> {
    const { workspaceId } = context;
    return this.changes.run(context, async (record) => {
      await this.guard.enter(workspaceId);
      const all = await this.pipelines.list(workspaceId);
      const known = all.find((one) => one.id === id);
      if (known !== undefined) return known;
      if (all.length >= PIPELINES_MAX)
        throw pipelineInvalid([{ field: 'name', rule: `must be of one of at most ${PIPELINES_MAX} pipelines` }]);
      const at = this.clock.now();
      const { name, stages } = wishes;
      const pipeline = { id: id ?? newId(at), workspaceId, name, stages, isDefault: false, revision: 0 };
      refuse(problemsOf(null, { ...wishes, moveTo: {} }, keysOf(all)));
      if (!(await this.pipelines.save(pipeline, at))) throw pipelineConflict();
      await record({ action: 'pipeline.created', workspaceId, target: pipeline.id, after: pipeline });
      return { ...pipeline, revision: 1 };
    });
  }

  /**
   * Stages that it no longer has hand their contacts over, by a job.
   * @throws DomainError PIPELINE.NOT_FOUND, PIPELINE.INVALID, PIPELINE.CONFLICT.
   */
  replace(context: RequestContext, id: string, wishes: PipelineWishes): Promise<Pipeline> {
    const { workspaceId } = context;
    return this.changes.run(context, async (record) => {
      const all = await this.pipelines.list(workspaceId);
      const before = all.find((one) => one.id === id);
      if (before === undefined) throw pipelineNotFound();
      const others = all.filter((one) => one.id !== id);
      refuse(problemsOf(before, wishes, keysOf(others)));
      const after = { ...before, name: wishes.name, stages: wishes.stages };
      if (!(await this.pipelines.save(after, this.clock.now()))) throw pipelineConflict();
      await record({ action: 'pipeline.changed', workspaceId, target: id, before, after });
      for (const [from, to] of movesOf(before, wishes))
        await this.jobs.start(context, { task: { kind: 'stage', from, to } });
      return { ...after, revision: before.revision + 1 };
    });
  }

  /** Its contacts go to `moveTo`, a stage of another one. @throws DomainError PIPELINE.NOT_FOUND, PIPELINE.INVALID. */
  async remove(context: RequestContext, id: string, moveTo: string): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      const all = await this.pipelines.list(workspaceId);
      const before = all.find((one) => one.id === id);
      if (before === undefined) throw pipelineNotFound();
      const others = keysOf(all.filter((one) => one.id !== id));
      if (before.isDefault) refuse([{ field: 'pipelineId', rule: 'must not be the default one' }]);
      if (!others.includes(moveTo)) refuse([{ field: 'moveTo', rule: 'must be a stage of another pipeline' }]);
      if (!(await this.pipelines.remove(before))) throw pipelineConflict();
      await record({ action: 'pipeline.removed', workspaceId, target: id, before });
      for (const { key } of before.stages)
        await this.jobs.start(context, { task: { kind: 'stage', from: key, to: moveTo } });
    });
  }
}

const keysOf = (pipelines: readonly Pipeline[]): string[] =>
  pipelines.flatMap(({ stages }) => stages.map(({ key }) => key));

function refuse(problems: { field: string; rule: string }[]): void {
  if (problems.length > 0) throw pipelineInvalid(problems);
}
