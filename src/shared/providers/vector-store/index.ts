export { VectorStoreModule } from './vector-store.module';
export {
  type VectorDocument,
  type VectorHit,
  type VectorHits,
  type VectorQuery,
  type VectorRecord,
  VectorSource,
  VectorStore,
  VectorStoreError,
} from './vector-store.port';
export { contentWordsOf, formsOf, wordsOf } from './words';
