import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Filter, type ObservedQuery, tenantCollections } from '../support/tenant-scope/scope-rule';
import { unscopedAmong } from '../support/tenant-scope/tenant-watch';
import { newTestName } from '../support/test-name';

const ROOT = path.resolve(__dirname, '../..');

const asking = (collection: string, filter: Filter): ObservedQuery => ({ method: 'find', collection, filter });

describe('the watch over queries on tenant data', () => {
  it('knows the collections of tenants', () => {
    expect([...tenantCollections()]).toEqual(
      expect.arrayContaining(['messages', 'conversations', 'automationSessions']),
    );
    expect([...tenantCollections()]).not.toContain('users');
  });

  it.each<[string, Filter]>([
    ['no field', {}],
    ['a range of times', { at: { $lt: 'value' } }],
    ['all but one workspace', { workspaceId: { $ne: 'value' } }],
    ['nobody', { workspaceId: null }],
    ['an operator that somebody sent', { workspaceId: { $gt: 'value' } }],
    ['parts that name none', { $and: [{ at: 'value' }, { text: 'value' }] }],
  ])('objects to a query with %s', (_, filter) => {
    expect(unscopedAmong([asking('messages', filter)])).toHaveLength(1);
  });

  it.each<[string, Filter]>([
    ['its workspace', { workspaceId: 'value', at: { $lt: 'value' } }],
    ['some of its ids', { _id: { $in: ['value'] } }],
    ['a part that names it', { $and: [{ at: 'value' }, { workspaceId: 'value' }] }],
  ])('lets pass a query with %s', (_, filter) => {
    expect(unscopedAmong([asking('messages', filter)])).toEqual([]);
  });

  it('hears what a process asks, without its values', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'parley-test-'));
    const file = path.join(folder, 'queries.ndjson');
    const uri = new URL(process.env['MONGODB_URI'] ?? '');
    uri.pathname = `/${newTestName()}`;
    const script = `const { MongoClient } = require('mongodb');
      const client = new MongoClient(${JSON.stringify(uri.toString())});
      const messages = client.db().collection('messages');
      messages.findOne({ text: 'private words' })
        .then(() => messages.bulkWrite([{ deleteOne: { filter: { workspaceId: 'w1' } } }]))
        .then(() => client.close());`;
    const preload = path.join(ROOT, 'test/support/tenant-scope/observe-process.cjs');
    const env = { ...process.env, OBSERVED_QUERIES_FILE: file };
    await promisify(execFile)(process.execPath, ['--require', preload, '-e', script], { cwd: ROOT, env });
    const written = readFileSync(file, 'utf8');
    rmSync(folder, { recursive: true });
    expect(written).not.toContain('private words');
    const queries = written
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as ObservedQuery);
    expect(unscopedAmong(queries)).toEqual(['findOne messages {"text":"value"}', 'find messages {"text":"value"}']);
    expect(queries).toContainEqual({ method: 'bulkWrite', collection: 'messages', filter: { workspaceId: 'value' } });
  });
});
