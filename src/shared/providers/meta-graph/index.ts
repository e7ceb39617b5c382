export {
  type GrantedLogin,
  type LoginCode,
  type LongLivedToken,
  MetaConnect,
  type OwnAccount,
} from './meta-connect.port';
export {
  type GraphAccount,
  GraphError,
  type GraphFailure,
  type GraphJson,
  type GraphProfile,
  type GraphSendResult,
  type GraphThreadMessage,
  MetaGraph,
} from './meta-graph.port';
export { MetaGraphModule } from './meta-graph.module';
