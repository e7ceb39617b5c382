import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model, mongo } from 'mongoose';
import { WorkerProcessRow } from '../schemas/worker-process.schema';

export type WorkerProcess = Omit<WorkerProcessRow, '_id'> & { id: string };

@Injectable()
export class WorkerProcessesRepository {
  private readonly rows: mongo.Collection<WorkerProcessRow>;

  constructor(@InjectModel(WorkerProcessRow.name) model: Model<WorkerProcessRow>) {
    this.rows = model.collection as unknown as mongo.Collection<WorkerProcessRow>;
  }

  /** It is there now. */
  async report({ id, ...about }: Omit<WorkerProcess, 'seenAt'>): Promise<void> {
    await this.rows.updateOne({ _id: id }, [{ $set: { ...literals(about), seenAt: '$$NOW' } }], { upsert: true });
  }

  /** Seen within `ms`, the longest running first. */
  async seenWithin(ms: number): Promise<WorkerProcess[]> {
    const rows = await this.rows
      .find({ $expr: { $gt: ['$seenAt', { $subtract: ['$$NOW', ms] }] } })
      .sort({ startedAt: 1 })
      .toArray();
    return rows.map(({ _id, ...rest }) => ({ ...rest, id: _id }));
  }
}

/** A text that begins with `$` would be read as a field. */
const literals = (values: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { $literal: value as unknown }]));
