import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { IdempotencyInterceptor } from './idempotency/idempotency.interceptor';
import { IdempotencyStoreModule } from './idempotency/idempotency-store.module';
import { ProblemFilter } from './problem/problem.filter';
import { RequestValidationPipe } from './validation/request-validation.pipe';

/** What every route of the API has in common. `newHttpAdapter` and `setUpHttp` do the part that belongs to the server. */
@Module({
  imports: [IdempotencyStoreModule],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: RequestValidationPipe },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
})
export class HttpModule {}
