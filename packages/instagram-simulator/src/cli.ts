#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startInstagramSimulator } from './simulator';

const USAGE =
  'parley-instagram-simulator --app-secret S --verify-token T [--port N] [--host H] [--app-id ID] [--callback URL] [--state FILE]';

class UsageError extends Error {}

interface CliOptions {
  readonly port: number;
  readonly host: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly appId?: string;
  readonly callbackUrl?: string;
  readonly stateFile?: string;
}

function readOptions(args: string[]): CliOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      'app-id': { type: 'string' },
      'app-secret': { type: 'string' },
      callback: { type: 'string' },
      'verify-token': { type: 'string' },
      state: { type: 'string' },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('--port must be 0 to 65535');
  return {
    port,
    host: values.host,
    appSecret: required('--app-secret', values['app-secret']),
    verifyToken: required('--verify-token', values['verify-token']),
    ...(values['app-id'] !== undefined && { appId: values['app-id'] }),
    ...(values.callback !== undefined && { callbackUrl: values.callback }),
    ...(values.state !== undefined && { stateFile: values.state }),
  };
}

function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`${name} is required`);
  return value;
}

async function main(): Promise<void> {
  const simulator = await startInstagramSimulator(readOptions(process.argv.slice(2)));
  process.stdout.write(`${JSON.stringify({ url: simulator.url })}\n`);
  const stop = (): void => {
    simulator.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\nusage: ${USAGE}\n`);
  process.exit(1);
}

main().catch(fail);
