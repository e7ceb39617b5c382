import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

export const PACKAGE = path.resolve(__dirname, '../..');
const CLI = path.join(PACKAGE, 'dist/cli.js');

function newestSource(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(...files.map((entry) => statSync(path.join(entry.parentPath, entry.name)).mtimeMs));
}

/** Compiles the package when its output is missing or older than its sources. */
export function buildPackage(): void {
  if (existsSync(CLI) && statSync(CLI).mtimeMs > newestSource(path.join(PACKAGE, 'src'))) return;
  const compiler = require.resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', path.join(PACKAGE, 'tsconfig.build.json'), '--incremental', 'false']);
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command-line program in a process of its own. */
export class StoreProcess {
  private stdout = '';
  private stderr = '';
  readonly ended: Promise<Ended>;
  private readonly child: ChildProcess;

  constructor(args: string[], [program, ...first]: readonly [string, ...string[]] = [process.execPath, CLI]) {
    const child = spawn(program, [...first, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    child.stdout.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = new Promise((resolve) =>
      child.once('close', (code) => resolve({ code, stdout: this.stdout, stderr: this.stderr })),
    );
  }

  /** The connection string, once the process has printed it. */
  async uri(): Promise<string> {
    const line = await new Promise<string>((resolve, reject) => {
      const look = (): void => {
        if (this.stdout.includes('\n')) resolve(this.stdout);
      };
      this.child.stdout?.on('data', look);
      look();
      void this.ended.then(({ stderr }) => reject(new Error(`the store ended early: ${stderr}`)));
    });
    return (JSON.parse(line) as { uri: string }).uri;
  }

  signal(name: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<Ended> {
    this.child.kill(name);
    return this.ended;
  }
}
