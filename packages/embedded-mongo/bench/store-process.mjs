import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const inPackage = (file) => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** Compiles the package, so that what is measured is what the sources say. */
export function buildPackage() {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', inPackage('tsconfig.build.json')], { stdio: 'inherit' });
}

/** The store in a process of its own, as it is used. */
export class StoreProcess {
  /** @returns the store, once it has said that it is ready */
  static async start(args) {
    const startedAt = performance.now();
    const child = spawn(process.execPath, [inPackage('dist/cli.js'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface(child.stdout)) {
      return new StoreProcess(child, JSON.parse(line).uri, performance.now() - startedAt);
    }
    throw new Error('the store ended before it was ready');
  }

  constructor(child, uri, startMs) {
    this.child = child;
    this.uri = uri;
    this.startMs = startMs;
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }

  /** Resident memory in MB; undefined where there is no /proc. */
  memoryMb() {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
    } catch (error) {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  stop() {
    this.child.kill('SIGTERM');
    return this.ended;
  }
}
