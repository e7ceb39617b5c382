export { type GraphIceBreakers, type GraphMenu, type GraphMenuItem, MetaEntryPoints } from './meta-entry-points.port';
export { type GraphComment, type GraphReplyResult, MetaComments } from './meta-comments.port';
export {
  type AppWebhooksAtMeta,
  type GrantedLogin,
  type LoginCode,
  type LongLivedToken,
  MetaConnect,
  type OwnAccount,
} from './meta-connect.port';
export {
  type GraphAccount,
  type GraphActResult,
  GraphError,
  type GraphFailure,
  type GraphJson,
  type GraphSendResult,
  type GraphThreadMessage,
  type GraphUsage,
  MetaGraph,
} from './meta-graph.port';
export {
  type GraphPage,
  type GraphPastAttachment,
  type GraphPastMessage,
  type GraphPerson,
  type GraphThread,
  MetaHistory,
} from './meta-history.port';
export { type GraphPersonProfile, MetaPeople } from './meta-people.port';
export { type GraphPost, MetaPosts } from './meta-posts.port';
export { MetaGraphModule } from './meta-graph.module';
