import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import {
  actorIdOf,
  Clock,
  decodeCursor,
  newId,
  type Page,
  pageOf,
  type RequestContext,
  type WorkspaceId,
} from '../../shared/kernel';
import { WorkspaceGuard } from '../../workspace';
import type { EvalCase } from '../domain/evals/eval-case';
import { EvalCasesRepository, type StoredEvalCase } from '../repositories/eval-cases.repository';
import { evalCaseNotFound, tooManyEvalCases } from './evals.errors';

/** Of a workspace; a run takes them all. */
export const MAX_CASES = 200;

export type EvalCaseContent = Omit<EvalCase, 'id'>;

/** The golden sets of a workspace: messages with what a good reply to them is like. */
@Injectable()
export class EvalCases {
  constructor(
    private readonly cases: EvalCasesRepository,
    private readonly guard: WorkspaceGuard,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async list(
    { workspaceId }: Pick<RequestContext, 'workspaceId'>,
    { set, limit, cursor }: { set?: string; limit: number; cursor?: string },
  ): Promise<Page<StoredEvalCase>> {
    const rows = await this.cases.list(workspaceId, {
      limit: limit + 1,
      ...(set === undefined ? {} : { set }),
      ...(cursor === undefined ? {} : { after: decodeCursor(cursor) }),
    });
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** Those that a run takes, newest first. */
  async allOf(workspaceId: WorkspaceId, set: string | null): Promise<EvalCase[]> {
    const rows = await this.cases.list(workspaceId, { limit: MAX_CASES, ...(set === null ? {} : { set }) });
    return rows.map(({ createdAt: _createdAt, updatedAt: _updatedAt, ...one }) => one);
  }

  /** @throws DomainError EVAL.TOO_MANY_CASES */
  async add(
    context: RequestContext,
    content: EvalCaseContent,
    id: string = newId(this.clock.now()),
  ): Promise<StoredEvalCase> {
    const { workspaceId } = context;
    const at = this.clock.now();
    const added = { id, ...content, createdAt: at, updatedAt: at };
    return this.changes.run(context, async (record) => {
      await this.guard.enter(workspaceId);
      const known = await this.cases.find(workspaceId, id);
      if (known !== null) return known;
      if ((await this.cases.count(workspaceId)) >= MAX_CASES) throw tooManyEvalCases(MAX_CASES);
      await this.cases.insert(workspaceId, added, actorIdOf(context));
      await record({ action: 'eval-case.added', workspaceId, target: id, details: { set: content.set } });
      return added;
    });
  }

  /** @throws DomainError EVAL.CASE_NOT_FOUND */
  async replace(context: RequestContext, id: string, content: EvalCaseContent): Promise<StoredEvalCase> {
    const { workspaceId } = context;
    return this.changes.run(context, async (record) => {
      const before = await this.cases.find(workspaceId, id);
      if (before === null) throw evalCaseNotFound();
      const { agent: _agent, ...rest } = before;
      const after = { ...rest, ...content, updatedAt: this.clock.now() };
      await this.cases.replace(workspaceId, after);
      await record({ action: 'eval-case.changed', workspaceId, target: id, details: { set: content.set } });
      return after;
    });
  }

  /** @throws DomainError EVAL.CASE_NOT_FOUND */
  async remove(context: RequestContext, id: string): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      if (!(await this.cases.remove(workspaceId, id))) throw evalCaseNotFound();
      await record({ action: 'eval-case.removed', workspaceId, target: id });
    });
  }
}
