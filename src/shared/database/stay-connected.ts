import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Connection, ConnectOptions } from 'mongoose';

const RETRY_MS = 1_000;

/**
 * The driver heals a connection that once stood, but gives up when the first attempt fails. This keeps trying until
 * the first one succeeds, so that a process may start before its database.
 */
export async function stayConnected(connection: Connection, uri: string, options: ConnectOptions): Promise<void> {
  const logger = new Logger('Database');
  for (;;) {
    try {
      await connection.openUri(uri, options);
      return;
    } catch (error) {
      logger.warn(`MongoDB cannot be reached, trying again: ${error instanceof Error ? error.name : 'unknown error'}`);
      await delay(RETRY_MS, undefined, { ref: false });
    }
  }
}
