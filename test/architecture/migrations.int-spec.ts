import { MIGRATIONS } from '../../migrations';
import { DECLARED_INDEXES } from '../../migrations/declared-indexes';
import { MigrationRunner } from '../../src/shared/database';
import type { AppLogger } from '../../src/shared/observability';
import { MigratedDatabase } from '../support/migrated-database';

const quiet = { event: () => undefined } as unknown as AppLogger;

describe('migrations', () => {
  const database = new MigratedDatabase();

  it('are applied once, in order, also by processes that start together', async () => {
    const runs = await Promise.all(
      [1, 2, 3].map(() => new MigrationRunner(database.connection, quiet).run(MIGRATIONS)),
    );
    expect(runs.filter((applied) => applied.length > 0)).toEqual([MIGRATIONS.map(({ id }) => id)]);
    await expect(new MigrationRunner(database.connection, quiet).run(MIGRATIONS)).resolves.toEqual([]);
  });

  it('leave exactly the indexes that the schemas declare', async () => {
    const collections = [...new Set(DECLARED_INDEXES.map(({ collection }) => collection))];
    for (const collection of collections) {
      const found = await database.connection.collection(collection).indexes();
      const declared = DECLARED_INDEXES.filter((index) => index.collection === collection);
      expect(found.filter(({ name }) => name !== '_id_').map(({ v: _version, ...rest }) => rest)).toEqual(
        declared.map(({ key, options }) => ({ key, ...options })),
      );
    }
  });
});
