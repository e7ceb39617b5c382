import { Module } from '@nestjs/common';
import { HttpMetaConnect } from './http-meta-connect';
import { HttpMetaGraph } from './http-meta-graph';
import { MetaConnect } from './meta-connect.port';
import { MetaGraph } from './meta-graph.port';

@Module({
  providers: [
    { provide: MetaGraph, useClass: HttpMetaGraph },
    { provide: MetaConnect, useClass: HttpMetaConnect },
  ],
  exports: [MetaGraph, MetaConnect],
})
export class MetaGraphModule {}
