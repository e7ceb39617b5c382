import { Module } from '@nestjs/common';
import { HttpMetaComments } from './http-meta-comments';
import { HttpMetaConnect } from './http-meta-connect';
import { HttpMetaGraph } from './http-meta-graph';
import { HttpMetaEntryPoints } from './http-meta-entry-points';
import { HttpMetaHistory } from './http-meta-history';
import { HttpMetaPeople } from './http-meta-people';
import { HttpMetaPosts } from './http-meta-posts';
import { MetaComments } from './meta-comments.port';
import { MetaConnect } from './meta-connect.port';
import { MetaEntryPoints } from './meta-entry-points.port';
import { MetaGraph } from './meta-graph.port';
import { MetaHistory } from './meta-history.port';
import { MetaPeople } from './meta-people.port';
import { MetaPosts } from './meta-posts.port';

@Module({
  providers: [
    { provide: MetaGraph, useClass: HttpMetaGraph },
    { provide: MetaComments, useClass: HttpMetaComments },
    { provide: MetaConnect, useClass: HttpMetaConnect },
    { provide: MetaEntryPoints, useClass: HttpMetaEntryPoints },
    { provide: MetaHistory, useClass: HttpMetaHistory },
    { provide: MetaPeople, useClass: HttpMetaPeople },
    { provide: MetaPosts, useClass: HttpMetaPosts },
  ],
  exports: [MetaComments, MetaGraph, MetaConnect, MetaEntryPoints, MetaHistory, MetaPeople, MetaPosts],
})
export class MetaGraphModule {}
