import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Schema } from 'mongoose';
import { DECLARED_INDEXES } from '../../migrations/declared-indexes';
import type { IndexDeclaration } from '../../src/shared/database';

const ROOT = path.resolve(__dirname, '../..');
/** Written by the migration runner itself, without a schema. */
const WITHOUT_SCHEMA = ['migrations'];

const schemaFiles = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.schema.ts'),
);

const exported = schemaFiles.flatMap((file) =>
  Object.values(jest.requireActual<Record<string, unknown>>(path.join(ROOT, 'src', file))),
);

const schemas = exported.filter((value): value is Schema => value instanceof Schema);
const collections = schemas.map((schema) => schema.get('collection')).filter((name) => name !== undefined);
const declaredBySchemas = exported
  .filter((value): value is IndexDeclaration[] => Array.isArray(value))
  .flat()
  .filter((value) => typeof value === 'object' && 'serves' in value);

interface Row {
  collection: string;
  cells: string[];
  indexes: string;
}

function rowsOfPage(): Row[] {
  const page = readFileSync(path.join(ROOT, 'docs/collections.md'), 'utf8');
  return page
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .map((cells) => ({ collection: cells[0]?.replaceAll('`', '') ?? '', cells, indexes: cells.at(-1) ?? '' }));
}

const shown = ({ options }: IndexDeclaration): string =>
  [`\`${options.name}\``, options.unique && '(unique)', options.expireAfterSeconds !== undefined && '(TTL)']
    .filter(Boolean)
    .join(' ');

describe('collections', () => {
  const rows = rowsOfPage();

  it('are found', () => {
    expect(collections.length).toBeGreaterThan(10);
    expect(new Set(collections).size).toBe(collections.length);
  });

  it('have one row each in docs/collections.md, and no row is left over', () => {
    expect(rows.map(({ collection }) => collection).sort()).toEqual([...collections, ...WITHOUT_SCHEMA].sort());
  });

  it.each(rows)('$collection has every cell filled in', ({ cells }) => {
    expect(cells).toHaveLength(8);
    expect(cells.filter((cell) => cell === '')).toEqual([]);
  });

  it.each(rows)('$collection shows the indexes that are declared', ({ collection, indexes }) => {
    const declared = DECLARED_INDEXES.filter((index) => index.collection === collection).map(shown);
    expect(indexes).toBe(declared.join(', ') || 'by `_id` only');
  });

  it('declare no index that the migrations do not know', () => {
    expect(declaredBySchemas).toHaveLength(DECLARED_INDEXES.length);
    for (const index of declaredBySchemas) expect(DECLARED_INDEXES).toContain(index);
  });

  it('name each index once, for a collection that exists, with the query that it serves', () => {
    const names = DECLARED_INDEXES.map(({ collection, options }) => `${collection}.${options.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { collection, serves } of DECLARED_INDEXES) {
      expect(collections).toContain(collection);
      expect(serves).not.toBe('');
    }
  });

  it('leave no index to mongoose, which would build it at any start', () => {
    expect(schemas.flatMap((schema) => schema.indexes())).toEqual([]);
  });
});
