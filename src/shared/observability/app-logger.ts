import { Inject, Injectable, type LoggerService } from '@nestjs/common';
import pino, { type Logger as Pino } from 'pino';
import { APP_CONFIG, type AppConfig } from '../config';
import { describeError } from './describe-error';

/** What a log line may carry: ids, numbers and codes. Message texts, tokens and bodies have no field here. */
export interface LogFields {
  correlationId?: string;
  workspaceId?: string;
  conversationId?: string;
  accountId?: string;
  eventId?: string;
  effectId?: string;
  code?: string;
  /** Of HTTP. */
  status?: number;
  count?: number;
  durationMs?: number;
  reason?: string;
  job?: string;
  err?: unknown;
}

/** JSON lines on stdout; also takes what Nest itself logs. */
@Injectable()
export class AppLogger implements LoggerService {
  private readonly pino: Pino;

  constructor(@Inject(APP_CONFIG) config: Pick<AppConfig, 'process'>) {
    this.pino = pino({
      level: config.process.logLevel,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: describeError },
    });
  }

  event(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: LogFields = {}): void {
    this.pino[level](fields, message);
  }

  log(message: unknown, context?: string): void {
    this.pino.info({ context }, String(message));
  }

  error(message: unknown, stack?: string, context?: string): void {
    if (message instanceof Error) this.pino.error({ err: message, context }, message.message);
    else this.pino.error({ context, stack }, String(message));
  }

  warn(message: unknown, context?: string): void {
    this.pino.warn({ context }, String(message));
  }

  debug(message: unknown, context?: string): void {
    this.pino.debug({ context }, String(message));
  }

  verbose(message: unknown, context?: string): void {
    this.pino.trace({ context }, String(message));
  }

  fatal(message: unknown, context?: string): void {
    this.pino.fatal({ context }, String(message));
  }
}
