import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { PRIVACY_EXPORTS, type PrivacyExportRow } from '../schemas/privacy-export.schema';

@Injectable()
export class PrivacyExportsRepository {
  constructor(@InjectModel(PRIVACY_EXPORTS) private readonly parts: Model<PrivacyExportRow>) {}

  async insert(part: PrivacyExportRow): Promise<void> {
    await this.parts.insertOne(part);
  }

  /** So that a collection that was left half read is begun anew. */
  async deletePosition(requestId: string, position: number): Promise<void> {
    await this.parts.deleteMany({ requestId, position });
  }

  /** In order, one in memory at a time. */
  async *stream(requestId: string): AsyncGenerator<PrivacyExportRow> {
    yield* this.parts.find({ requestId }).sort({ position: 1, part: 1 }).lean().cursor({ batchSize: 1 });
  }
}
