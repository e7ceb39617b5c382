import { writeFile } from 'node:fs/promises';
import { type AppConfig, ConfigError, loadConfig } from '../config';
import { armFaultPoints } from './shared/kernel';

/** Settings of this process; prints every problem and ends the process when there is one. */
export function configOrExit(): AppConfig {
  try {
    const config = loadConfig();
    armFaultPoints(config.process.faultPoints);
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78); // EX_CONFIG
  }
}

/** Tells a launcher where this process can be reached. */
export async function announceReady(config: AppConfig, url: string): Promise<void> {
  if (config.process.readyFile !== undefined)
    await writeFile(config.process.readyFile, JSON.stringify({ url, pid: process.pid }));
}

/** Runs `stop` once, at the first signal, and ends the process; a stop that hangs is cut off. */
export function stopOnSignal(stop: () => Promise<void>): void {
  const STOP_MS = 25_000;
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(1), STOP_MS).unref();
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`${String(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}
