import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import mongoose, { type ClientSession, type Connection } from 'mongoose';
import { AsyncContext } from '../kernel';

// Mongoose's own operations then join the transaction around them by themselves.
mongoose.set('transactionAsyncLocalStorage', true);
/** Where mongoose keeps the session for them; its types do not tell. */
const sessions: unknown = Reflect.get(mongoose, 'transactionAsyncLocalStorage');

type Announcement = () => void;

interface Running {
  connection: Connection;
  session: ClientSession;
  announcements: Announcement[];
}

/** One for all connections of the process, as mongoose's is. */
const around = new AsyncContext<Running>(sessions instanceof AsyncLocalStorage ? [sessions] : []);

/** Changes of several documents that hold together or not at all. Not for the message path. */
@Injectable()
export class Transactions {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /**
   * Runs `work` in a transaction; inside another one, as part of that. Mongoose's operations join it by themselves, those
   * of the driver (`Model.collection`) with `options`. Nothing inside runs in parallel. May run `work` again after a
   * conflict, so it changes nothing but the database; a rejection undoes all.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running !== undefined) return work();
    let announcements: Announcement[] = [];
    const result = (await this.connection.transaction((session) => {
      announcements = [];
      return around.run({ connection: this.connection, session, announcements }, work);
    })) as T;
    for (const announce of announcements) announce();
    return result;
  }

  /** Runs `announce` once the transaction around it is committed, and never if it is not; at once outside of one. */
  afterCommit(announce: Announcement): void {
    const { running } = this;
    if (running === undefined) announce();
    else running.announcements.push(announce);
  }

  /** Options of a driver operation, which make it part of the transaction around it, if there is one. */
  get options(): { session?: ClientSession } {
    const { running } = this;
    return running === undefined ? {} : { session: running.session };
  }

  private get running(): Running | undefined {
    const running = around.current;
    return running?.connection === this.connection ? running : undefined;
  }
}
