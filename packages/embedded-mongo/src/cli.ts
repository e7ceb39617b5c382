import { parseArgs } from 'node:util';
import { type EmbeddedMongoOptions, startEmbeddedMongo } from './index';

const USAGE = 'usage: parley-embedded-mongo (--folder DIR | --memory) [--socket PATH | --port N] [--ttl-seconds N]';

function numberOf(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value === '' || !Number.isInteger(number) || number < 0)
    throw new Error(`${name} must be a whole number\n${USAGE}`);
  return number;
}

/** @throws Error with the usage text for arguments that make no sense */
function readOptions(args: string[]): EmbeddedMongoOptions {
  const { values } = parseArgs({
    args,
    options: {
      folder: { type: 'string' },
      memory: { type: 'boolean' },
      socket: { type: 'string' },
      port: { type: 'string' },
      'ttl-seconds': { type: 'string' },
    },
  });
  const { folder, memory = false, socket } = values;
  if (memory === (folder !== undefined)) throw new Error(`give either --folder or --memory\n${USAGE}`);
  const port = numberOf(values.port, '--port');
  if (socket !== undefined && port !== undefined) throw new Error(`give either --socket or --port\n${USAGE}`);
  const ttlSeconds = numberOf(values['ttl-seconds'], '--ttl-seconds');
  return {
    backend: memory ? 'memory' : 'lmdb',
    ...(folder === undefined ? {} : { folder }),
    listen: socket === undefined ? { host: '127.0.0.1', port: port ?? 0 } : { socketPath: socket },
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
  };
}

async function main(): Promise<void> {
  const store = await startEmbeddedMongo(readOptions(process.argv.slice(2)));
  const stop = (): void => {
    store.close().then(
      () => process.exit(0),
      (error: unknown) => exitWith(error),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdout.write(`${JSON.stringify({ uri: store.uri })}\n`);
}

function exitWith(error: unknown): void {
  process.stderr.write(`parley-embedded-mongo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

main().catch(exitWith);
