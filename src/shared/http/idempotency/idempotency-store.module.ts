import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { IdempotencyStore } from './idempotency-store.port';
import { MongoIdempotencyStore } from './repositories/mongo-idempotency-store';
import { IdempotencyKeyRow, IdempotencyKeySchema } from './schemas/idempotency-key.schema';

@Module({
  imports: [MongooseModule.forFeature([{ name: IdempotencyKeyRow.name, schema: IdempotencyKeySchema }])],
  providers: [{ provide: IdempotencyStore, useClass: MongoIdempotencyStore }],
  exports: [IdempotencyStore],
})
export class IdempotencyStoreModule {}
