import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan, Transactions } from '../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../shared/kernel';
import type { EvalCase } from '../domain/evals/eval-case';
import { EVAL_CASES, type EvalCaseRow } from '../schemas/eval-case.schema';

export type StoredEvalCase = EvalCase & { createdAt: Date; updatedAt: Date };

@Injectable()
export class EvalCasesRepository {
  private readonly rows: mongo.Collection<EvalCaseRow>;

  constructor(
    @InjectModel(EVAL_CASES) model: Model<EvalCaseRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<EvalCaseRow>;
  }

  async insert(
    workspaceId: WorkspaceId,
    { id, ...rest }: StoredEvalCase,
    createdBy: string | undefined,
  ): Promise<void> {
    const by = createdBy === undefined ? {} : { createdBy };
    await this.rows.insertOne(
      { _id: id, workspaceId, ...rest, history: [...rest.history], ...by },
      this.transactions.options,
    );
  }

  async find(workspaceId: WorkspaceId, id: string): Promise<StoredEvalCase | null> {
    const row = await this.rows.findOne({ _id: id, workspaceId }, this.transactions.options);
    return row === null ? null : fromRow(row);
  }

  async replace(workspaceId: WorkspaceId, { id, ...rest }: StoredEvalCase): Promise<void> {
    const { set, message, history, expect, agent, updatedAt } = rest;
    const $set = { set, message, history: [...history], expect, updatedAt, ...(agent === undefined ? {} : { agent }) };
    const change = agent === undefined ? { $set, $unset: { agent: '' } as const } : { $set };
    await this.rows.updateOne({ _id: id, workspaceId }, change, this.transactions.options);
  }

  /** False when there is none. */
  async remove(workspaceId: WorkspaceId, id: string): Promise<boolean> {
    const { deletedCount } = await this.rows.deleteOne({ _id: id, workspaceId }, this.transactions.options);
    return deletedCount === 1;
  }

  async count(workspaceId: WorkspaceId): Promise<number> {
    return this.rows.countDocuments({ workspaceId }, this.transactions.options);
  }

  /** Newest first. */
  async list(
    workspaceId: WorkspaceId,
    { set, limit, after }: { set?: string; limit: number; after?: CursorPosition },
  ): Promise<StoredEvalCase[]> {
    const rows = await this.rows
      .find({ workspaceId, ...(set === undefined ? {} : { set }), ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
    return rows.map(fromRow);
  }
}

function fromRow({
  _id,
  set,
  message,
  history,
  expect,
  agent,
  conversationId,
  createdAt,
  updatedAt,
}: EvalCaseRow): StoredEvalCase {
  const from = conversationId === undefined ? {} : { conversationId };
  const led = agent === undefined ? {} : { agent };
  return { id: _id, set, message, history, expect, ...led, ...from, createdAt, updatedAt };
}
