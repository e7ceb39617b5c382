import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Connection } from 'mongoose';

// Mongoose's own operations then join the transaction around them by themselves.
mongoose.set('transactionAsyncLocalStorage', true);

/** Changes of several documents that hold together or not at all. Not for the message path. */
@Injectable()
export class Transactions {
  private readonly current = new AsyncLocalStorage<ClientSession>();

  constructor(@InjectConnection() private readonly connection: Connection) {}

  /**
   * Runs `work` in a transaction; inside another one, as part of that. Mongoose's operations join it by themselves, those
   * of the driver (`Model.collection`) with `options`. Nothing inside runs in parallel. May run `work` again after a
   * conflict, so it changes nothing but the database; a rejection undoes all.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.current.getStore() !== undefined) return work();
    return this.connection.transaction((session) => this.current.run(session, work)) as Promise<T>;
  }

  /** Options of a driver operation, which make it part of the transaction around it, if there is one. */
  get options(): { session?: ClientSession } {
    const session = this.current.getStore();
    return session === undefined ? {} : { session };
  }
}
