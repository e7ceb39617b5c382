export { objectKey, type ObjectKeyParts, parseObjectKey } from './object-key';
export { type ByteRange, ObjectStore, ObjectTooLarge, StorageUnset, type StoredObject } from './object-store.port';
export { StorageModule } from './storage.module';
