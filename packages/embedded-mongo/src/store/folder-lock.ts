import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Owner {
  readonly pid: number;
  /** When that process started, as the kernel counts; tells a reused pid apart. Absent where there is no /proc. */
  readonly processStart?: string;
}

/** The folder belongs to another live process. */
export class FolderLockedError extends Error {
  constructor(folder: string, pid: number) {
    super(`the data folder ${folder} is in use by process ${pid}; stop that process or choose another folder`);
    this.name = 'FolderLockedError';
  }
}

/** The system's name of an error, such as ENOENT. */
function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name (field 2) may hold spaces, so count from its closing bracket; the start time is field 22.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined; // no /proc here, or no such process
  }
}

function isRunning(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false; // EPERM: it runs, as another user
  }
  const start = processStart(owner.pid);
  return start === undefined || owner.processStart === undefined || start === owner.processStart;
}

function readOwner(file: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof owner === 'object' && owner !== null && 'pid' in owner && typeof owner.pid === 'number'
      ? (owner as Owner)
      : undefined;
  } catch {
    return undefined; // gone meanwhile, or not ours: nobody owns it
  }
}

/** @returns whether the lock was taken; linking a finished file makes the lock appear whole or not at all. */
function tryTake(lock: string, mine: string): boolean {
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Makes this process the only one that uses `folder`, which is created when missing.
 * A lock left by a process that no longer runs is taken over.
 * @returns the function that gives the folder back.
 * @throws FolderLockedError when a live process holds it.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = path.join(folder, 'parley-store.lock');
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, JSON.stringify({ pid: process.pid, processStart: processStart(process.pid) }));
  try {
    while (!tryTake(lock, mine)) {
      const owner = readOwner(lock);
      if (owner !== undefined && isRunning(owner)) throw new FolderLockedError(folder, owner.pid);
      const stale = `${mine}.stale`;
      renameSync(lock, stale); // moving it away lets only one of two starters win
      rmSync(stale, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(lock, { force: true });
}
