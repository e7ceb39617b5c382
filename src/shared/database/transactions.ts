import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Connection } from 'mongoose';

// Mongoose's own operations then join the transaction around them by themselves.
mongoose.set('transactionAsyncLocalStorage', true);

type Announcement = () => void;

interface Running {
  session: ClientSession;
  announcements: Announcement[];
}

/** Changes of several documents that hold together or not at all. Not for the message path. */
@Injectable()
export class Transactions {
  private readonly current = new AsyncLocalStorage<Running>();

  constructor(@InjectConnection() private readonly connection: Connection) {}

  /**
   * Runs `work` in a transaction; inside another one, as part of that. Mongoose's operations join it by themselves, those
   * of the driver (`Model.collection`) with `options`. Nothing inside runs in parallel. May run `work` again after a
   * conflict, so it changes nothing but the database; a rejection undoes all.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.current.getStore() !== undefined) return work();
    let announcements: Announcement[] = [];
    const result = (await this.connection.transaction((session) => {
      announcements = [];
      return this.current.run({ session, announcements }, work);
    })) as T;
    for (const announce of announcements) announce();
    return result;
  }

  /** Runs `announce` once the transaction around it is committed, and never if it is not; at once outside of one. */
  afterCommit(announce: Announcement): void {
    const running = this.current.getStore();
    if (running === undefined) announce();
    else running.announcements.push(announce);
  }

  /** Options of a driver operation, which make it part of the transaction around it, if there is one. */
  get options(): { session?: ClientSession } {
    const running = this.current.getStore();
    return running === undefined ? {} : { session: running.session };
  }
}
