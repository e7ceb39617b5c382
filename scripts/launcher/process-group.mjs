import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import path from 'node:path';
import { ROOT } from './paths.mjs';

const READY_MS = 60_000;
const STOP_MS = 20_000;

/** Processes that belong together: started one by one, stopped in reverse order, by their ids. Output goes to log files. */
export class ProcessGroup {
  #children = [];
  #folder;
  #stopping = false;

  /** @param folder where logs and ready files go */
  constructor(folder) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  logOf(name) {
    return path.join(this.#folder, `${name}.log`);
  }

  /** A process that writes its address as JSON into READY_FILE. Resolves with it. */
  async startAnnounced(name, command, args, env, onEnd) {
    const readyFile = path.join(this.#folder, `${name}.ready.json`);
    rmSync(readyFile, { force: true });
    const child = this.#spawn(name, command, args, { ...env, READY_FILE: readyFile }, onEnd);
    await this.#until(child, name, () => existsSync(readyFile) && readFileSync(readyFile, 'utf8').endsWith('}'));
    return JSON.parse(readFileSync(readyFile, 'utf8'));
  }

  /** A process that prints one JSON line when it is ready. */
  async startPrinting(name, command, args, env, onEnd) {
    const child = this.#spawn(name, command, args, env, onEnd, 'pipe');
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    await this.#until(child, name, () => printed.includes('\n'));
    return JSON.parse(printed.slice(0, printed.indexOf('\n')));
  }

  /** A process that is ready as soon as `check` says so. */
  async startChecked(name, command, args, env, check, onEnd) {
    const child = this.#spawn(name, command, args, env, onEnd);
    await this.#until(child, name, check);
    return child.pid;
  }

  async stop() {
    this.#stopping = true;
    for (const { child } of [...this.#children].reverse()) await stopChild(child);
  }

  #spawn(name, command, args, env, onEnd, stdout) {
    const log = openSync(this.logOf(name), 'a');
    // A group of its own, so that Ctrl-C reaches this launcher only, which stops the rest in order.
    const child = spawn(command, args, { cwd: ROOT, env, detached: true, stdio: ['ignore', stdout ?? log, log] });
    child.once('error', () => undefined);
    child.once('exit', (code, signal) => {
      if (!this.#stopping) onEnd?.(name, signal ?? code);
    });
    this.#children.push({ name, child });
    return child;
  }

  async #until(child, name, check) {
    for (const startedAt = Date.now(); Date.now() - startedAt < READY_MS; await delay(20)) {
      if (await check()) return;
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
        throw new Error(`${name} ended before it was ready:\n${tailOf(this.logOf(name))}`);
      }
    }
    throw new Error(`${name} was not ready within ${READY_MS / 1000} s:\n${tailOf(this.logOf(name))}`);
  }
}

const tailOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-25).join('\n') : '');

async function stopChild(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const cutOff = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(cutOff);
}
