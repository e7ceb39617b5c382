import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan, Transactions } from '../../shared/database';
import type { CursorPosition } from '../../shared/kernel';
import { FLOW_TEMPLATES, type FlowTemplateRow, type TemplateStatus } from '../schemas/flow-template.schema';

export type TemplateChange = Pick<FlowTemplateRow, '_id' | 'name' | 'description' | 'currentVersionId' | 'createdBy'>;
export type TemplateUpdate = Partial<Pick<FlowTemplateRow, 'name' | 'description' | 'status' | 'currentVersionId'>>;

/** Templates belong to no workspace. */
@Injectable()
export class FlowTemplatesRepository {
  private readonly rows: mongo.Collection<FlowTemplateRow>;

  constructor(
    @InjectModel(FLOW_TEMPLATES) model: Model<FlowTemplateRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<FlowTemplateRow>;
  }

  findById(templateId: string): Promise<FlowTemplateRow | null> {
    return this.rows.findOne({ _id: templateId }, this.transactions.options);
  }

  findByIds(templateIds: readonly string[]): Promise<FlowTemplateRow[]> {
    return this.rows.find({ _id: { $in: [...templateIds] } }, this.transactions.options).toArray();
  }

  /** Active ones, newest first, from after the given position. */
  listActive(limit: number, after?: CursorPosition): Promise<FlowTemplateRow[]> {
    return this.list({ status: 'active' }, limit, after);
  }

  /** Newest first, from after the given position. */
  list(filter: { status?: TemplateStatus }, limit: number, after?: CursorPosition): Promise<FlowTemplateRow[]> {
    const { status } = filter;
    return this.rows
      .find({ ...(status === undefined ? {} : { status }), ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  /** Creates the template, or renames it and points it at another version; either way it is active then. */
  async save({ _id, createdBy, ...shown }: TemplateChange, now: Date): Promise<void> {
    await this.rows.updateOne(
      { _id },
      {
        $set: { ...shown, status: 'active', updatedAt: now },
        $setOnInsert: { createdAt: now, ...(createdBy === undefined ? {} : { createdBy }) },
      },
      { upsert: true, ...this.transactions.options },
    );
  }

  /** Null when there is none. */
  update(templateId: string, change: TemplateUpdate, now: Date): Promise<FlowTemplateRow | null> {
    return this.rows.findOneAndUpdate(
      { _id: templateId },
      { $set: { ...change, updatedAt: now } },
      { returnDocument: 'after', ...this.transactions.options },
    );
  }
}
