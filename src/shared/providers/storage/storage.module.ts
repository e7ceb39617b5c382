import { Module } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../config';
import { DiskObjectStore } from './disk-object-store';
import { ObjectStore } from './object-store.port';
import { UnsetObjectStore } from './unset-object-store';

export function objectStoreFor({ folder }: AppConfig['storage']): ObjectStore {
  return folder === undefined ? new UnsetObjectStore() : new DiskObjectStore(folder);
}

@Module({
  providers: [
    { provide: ObjectStore, inject: [APP_CONFIG], useFactory: ({ storage }: AppConfig) => objectStoreFor(storage) },
  ],
  exports: [ObjectStore],
})
export class StorageModule {}
