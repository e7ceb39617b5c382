import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import { olderThan, Transactions } from '../../../shared/database';
import type { CursorPosition, WorkspaceId } from '../../../shared/kernel';
import { type PersonaRow, PERSONAS } from '../schemas/persona.schema';

/** Every change is part of the transaction around it. */
@Injectable()
export class PersonasRepository {
  private readonly rows: mongo.Collection<PersonaRow>;

  constructor(
    @InjectModel(PERSONAS) model: Model<PersonaRow>,
    private readonly transactions: Transactions,
  ) {
    this.rows = model.collection as unknown as mongo.Collection<PersonaRow>;
  }

  /** Newest first, from after the given position. */
  list(workspaceId: WorkspaceId, limit: number, after?: CursorPosition): Promise<PersonaRow[]> {
    return this.rows
      .find({ workspaceId, ...olderThan('createdAt', after) }, this.transactions.options)
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .toArray();
  }

  find(workspaceId: WorkspaceId, personaId: string): Promise<PersonaRow | null> {
    return this.rows.findOne({ _id: personaId, workspaceId }, this.transactions.options);
  }

  findDefault(workspaceId: WorkspaceId): Promise<PersonaRow | null> {
    return this.rows.findOne({ workspaceId, isDefault: true }, this.transactions.options);
  }

  count(workspaceId: WorkspaceId): Promise<number> {
    return this.rows.countDocuments({ workspaceId }, this.transactions.options);
  }

  /** @throws a duplicate key error when it is to be the default and there is one. */
  async insert(row: PersonaRow): Promise<void> {
    await this.rows.insertOne(row, this.transactions.options);
  }

  async replace({ _id, workspaceId, ...fields }: PersonaRow): Promise<void> {
    await this.rows.replaceOne({ _id, workspaceId }, { workspaceId, ...fields }, this.transactions.options);
  }

  /** Before another one becomes the default. */
  async unsetDefault(workspaceId: WorkspaceId, now: Date): Promise<void> {
    await this.rows.updateOne(
      { workspaceId, isDefault: true },
      { $set: { isDefault: false, updatedAt: now } },
      this.transactions.options,
    );
  }

  async delete(workspaceId: WorkspaceId, personaId: string): Promise<void> {
    await this.rows.deleteOne({ _id: personaId, workspaceId }, this.transactions.options);
  }
}
