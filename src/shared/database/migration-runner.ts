import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import { Connection, ConnectionStates } from 'mongoose';
import { DomainError, newId } from '../kernel';
import { AppLogger } from '../observability';
import { isDuplicateKey } from './duplicate-key';
import type { Database, Migration } from './migration';

interface MigrationRow {
  _id: string;
  appliedAt?: Date;
  owner?: string;
  until?: Date;
}

const LOCK = 'lock';
const LOCK_MS = 60_000;
const RETRY_MS = 250;

@Injectable()
export class MigrationRunner {
  private readonly owner = newId();

  constructor(
    @InjectConnection() private readonly connection: Connection,
    private readonly logger: AppLogger,
  ) {}

  /** Applies what is missing, in order, under a lock that other processes wait for. Returns the ids applied now. */
  async run(migrations: readonly Migration[], waitMs = LOCK_MS): Promise<string[]> {
    const database = await this.database();
    await this.lock(database, waitMs);
    try {
      return await this.applyMissing(database, migrations);
    } finally {
      await rowsOf(database).deleteOne({ _id: LOCK, owner: this.owner });
    }
  }

  /**
   * @throws DomainError MIGRATIONS.MISSING: the process must not serve with an older schema. While the database is away
   * nothing is known; the process is not ready then anyway.
   */
  async assertApplied(migrations: readonly Migration[]): Promise<void> {
    if (this.connection.readyState !== ConnectionStates.connected) return;
    const applied = await this.appliedIds(await this.database());
    const missing = migrations.filter(({ id }) => !applied.has(id)).map(({ id }) => id);
    if (missing.length > 0) {
      throw new DomainError(
        'MIGRATIONS.MISSING',
        'unavailable',
        `Run "npm run migrate" first; not applied: ${missing.join(', ')}.`,
      );
    }
  }

  private async applyMissing(database: Database, migrations: readonly Migration[]): Promise<string[]> {
    const applied = await this.appliedIds(database);
    const missing = [...migrations].sort((a, b) => a.id.localeCompare(b.id)).filter(({ id }) => !applied.has(id));
    for (const migration of missing) {
      await migration.up(database);
      await rowsOf(database).updateOne({ _id: migration.id }, { $set: { appliedAt: new Date() } }, { upsert: true });
      this.logger.event('info', 'migration applied', { job: migration.id });
    }
    return missing.map(({ id }) => id);
  }

  private async appliedIds(database: Database): Promise<Set<string>> {
    const rows = await rowsOf(database)
      .find({ appliedAt: { $exists: true } })
      .toArray();
    return new Set(rows.map((row) => row._id));
  }

  private async lock(database: Database, waitMs: number): Promise<void> {
    for (let waited = 0; !(await this.tryLock(database)); waited += RETRY_MS) {
      if (waited >= waitMs)
        throw new DomainError('MIGRATIONS.LOCKED', 'unavailable', 'Another process has been migrating for too long.');
      await delay(RETRY_MS);
    }
  }

  private async tryLock(database: Database): Promise<boolean> {
    const now = new Date();
    const mine = { owner: this.owner, until: new Date(now.getTime() + LOCK_MS) };
    try {
      const result = await rowsOf(database).updateOne(
        { _id: LOCK, until: { $lt: now } },
        { $set: mine },
        { upsert: true },
      );
      return result.upsertedCount + result.modifiedCount === 1;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  private async database(): Promise<Database> {
    await this.connection.asPromise();
    return this.connection.db as Database;
  }
}

function rowsOf(database: Database) {
  return database.collection<MigrationRow>('migrations');
}
