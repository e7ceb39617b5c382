import { Module } from '@nestjs/common';
import { HttpMetaGraph } from './http-meta-graph';
import { MetaGraph } from './meta-graph.port';

@Module({ providers: [{ provide: MetaGraph, useClass: HttpMetaGraph }], exports: [MetaGraph] })
export class MetaGraphModule {}
