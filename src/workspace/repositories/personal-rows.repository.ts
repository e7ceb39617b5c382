import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection, mongo } from 'mongoose';
import { filtersOf, type NameErasure, type PersonalCollection, type Share } from '../privacy/personal-data.port';

type Row = Record<string, unknown> & { _id: string };
type UpdateFilter = mongo.UpdateFilter<Row>;

/**
 * Reads and erases rows of whatever collection a domain has declared as personal. The filters come from those
 * declarations alone, each with its workspace.
 */
@Injectable()
export class PersonalRowsRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** Collections whose rows belong to a workspace. */
  tenantCollections(): string[] {
    return Object.values(this.connection.models)
      .filter((model) => model.schema.path('workspaceId') !== undefined)
      .map((model) => model.collection.collectionName);
  }

  async hasAny(collection: string, share: Share): Promise<boolean> {
    for (const filter of filtersOf(share)) if ((await this.idsOf(collection, filter, 1)).length > 0) return true;
    return false;
  }

  /** At most `limit`; returns how many. Fewer than that: nothing is left. */
  async erase(collection: string, { filter, erasure }: Share, limit: number): Promise<number> {
    if (erasure === 'kept') return 0;
    if (erasure === 'rows') return this.deleteSome(collection, filter, limit);
    if ('name' in erasure) return this.removeName(collection, filter, erasure, limit);
    return this.unsetSome(collection, filter, erasure, limit);
  }

  /** Without what is hidden; a batch in memory at a time. */
  async *read({ collection, hidden }: PersonalCollection, share: Share): AsyncGenerator<Row> {
    if (hidden === 'all') return;
    const projection = Object.fromEntries(hidden.map((field) => [field, 0]));
    for (const filter of filtersOf(share)) yield* this.rows(collection).find(filter, { projection, batchSize: 200 });
  }

  private async deleteSome(collection: string, filter: Share['filter'], limit: number): Promise<number> {
    const ids = await this.idsOf(collection, filter, limit);
    if (ids.length > 0) await this.rows(collection).deleteMany({ _id: { $in: ids } });
    return ids.length;
  }

  private async unsetSome(
    collection: string,
    filter: Share['filter'],
    fields: readonly string[],
    limit: number,
  ): Promise<number> {
    const withAny = { $and: [filter, { $or: fields.map((field) => ({ [field]: { $exists: true } })) }] };
    const ids = await this.idsOf(collection, withAny, limit);
    const $unset = Object.fromEntries(fields.map((field) => [field, 1 as const]));
    if (ids.length > 0) await this.rows(collection).updateMany({ _id: { $in: ids } }, { $unset });
    return ids.length;
  }

  private async removeName(
    collection: string,
    filter: Share['filter'],
    { name, fields, lists }: NameErasure,
    limit: number,
  ): Promise<number> {
    let done = 0;
    for (const field of [...fields, ...lists]) {
      const ids = await this.idsOf(collection, { ...filter, [field]: name }, limit - done);
      const update = lists.includes(field) ? { $pull: { [field]: name } } : { $unset: { [field]: 1 as const } };
      if (ids.length > 0) await this.rows(collection).updateMany({ _id: { $in: ids } }, update as UpdateFilter);
      done += ids.length;
      if (done >= limit) return done;
    }
    return done;
  }

  private async idsOf(collection: string, filter: Share['filter'], limit: number): Promise<string[]> {
    const rows = await this.rows(collection)
      .find(filter, { projection: { _id: 1 } })
      .limit(limit)
      .toArray();
    return rows.map(({ _id }) => _id);
  }

  private rows(collection: string): mongo.Collection<Row> {
    return this.connection.collection<Row>(collection);
  }
}
