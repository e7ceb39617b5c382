import { Module } from '@nestjs/common';
import { HttpFetch } from './http-fetch.port';
import { UndiciHttpFetch } from './undici-http-fetch';

@Module({ providers: [{ provide: HttpFetch, useFactory: () => new UndiciHttpFetch() }], exports: [HttpFetch] })
export class HttpFetchModule {}
