import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { WorkspaceId } from '../../../shared/kernel';
import { type SimulationRow, SIMULATIONS } from '../schemas/simulation.schema';

@Injectable()
export class SimulationsRepository {
  private readonly rows: mongo.Collection<SimulationRow>;

  constructor(@InjectModel(SIMULATIONS) model: Model<SimulationRow>) {
    this.rows = model.collection as unknown as mongo.Collection<SimulationRow>;
  }

  find(workspaceId: WorkspaceId, simulationId: string): Promise<SimulationRow | null> {
    return this.rows.findOne({ _id: simulationId, workspaceId });
  }

  async insert(row: SimulationRow): Promise<void> {
    await this.rows.insertOne(row);
  }

  /** False when the simulation is gone or has another revision than the one before this. */
  async replace({ _id, workspaceId, ...fields }: SimulationRow): Promise<boolean> {
    const filter = { _id, workspaceId, revision: fields.revision - 1 };
    const { matchedCount } = await this.rows.replaceOne(filter, { workspaceId, ...fields });
    return matchedCount === 1;
  }

  async delete(workspaceId: WorkspaceId, simulationId: string): Promise<boolean> {
    const { deletedCount } = await this.rows.deleteOne({ _id: simulationId, workspaceId });
    return deletedCount === 1;
  }

  /** Drops all but the newest. */
  async keepNewest(workspaceId: WorkspaceId, count: number): Promise<void> {
    const surplus = await this.rows
      .find({ workspaceId }, { projection: { _id: 1 } })
      .sort({ createdAt: -1, _id: -1 })
      .skip(count)
      .toArray();
    if (surplus.length === 0) return;
    await this.rows.deleteMany({ workspaceId, _id: { $in: surplus.map(({ _id }) => _id) } });
  }
}
