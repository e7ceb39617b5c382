import { ObjectStore, StorageUnset } from './object-store.port';

/** Of an installation without a place for files. */
export class UnsetObjectStore extends ObjectStore {
  readonly isSet = false;

  override put(): Promise<never> {
    return Promise.reject(new StorageUnset());
  }

  override get(): Promise<never> {
    return Promise.reject(new StorageUnset());
  }

  override stat(): Promise<never> {
    return Promise.reject(new StorageUnset());
  }

  override remove(): Promise<never> {
    return Promise.reject(new StorageUnset());
  }

  /** Erasure finds nothing to erase. */
  override async removeAll(): Promise<void> {}
}
