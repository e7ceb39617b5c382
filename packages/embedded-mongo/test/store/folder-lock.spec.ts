import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FolderLockedError, lockFolder } from '../../src/store/folder-lock';
import { temporaryFolder } from '../support/test-store';

describe('folder lock', () => {
  const folder = temporaryFolder();
  const lockFile = path.join(folder.path, 'parley-store.lock');
  afterAll(() => folder.remove());

  it('refuses a second owner and names the first', () => {
    const unlock = lockFolder(folder.path);
    expect(() => lockFolder(folder.path)).toThrow(FolderLockedError);
    expect(() => lockFolder(folder.path)).toThrow(`in use by process ${process.pid}`);
    unlock();
    lockFolder(folder.path)();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it.each([
    ['a process that has ended', () => JSON.stringify({ pid: spawnSync(process.execPath, ['-e', '']).pid })],
    ['a process whose pid was reused', () => JSON.stringify({ pid: process.pid, processStart: '1' })],
    ['something unreadable', () => 'not json'],
  ])('takes over the lock of %s', (_name, content) => {
    writeFileSync(lockFile, content());
    const unlock = lockFolder(folder.path);
    expect(() => lockFolder(folder.path)).toThrow(FolderLockedError);
    unlock();
    expect(existsSync(lockFile)).toBe(false);
  });
});
