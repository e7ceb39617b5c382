import type * as pinoModule from 'pino';
import type { AppConfig } from '../config';
import { DomainError, Secret } from '../kernel';
import { AppLogger } from './app-logger';

const lines: string[] = [];

// Standard output is the log of the process; here the lines are kept instead.
jest.mock('pino', () => {
  const real = jest.requireActual<typeof pinoModule>('pino');
  const toMemory = (options: pinoModule.LoggerOptions) =>
    real.pino(options, { write: (line) => void lines.push(line) });
  return { __esModule: true, ...real, default: Object.assign(toMemory, real) };
});

const loggerAt = (logLevel: string) => new AppLogger({ process: { logLevel } as AppConfig['process'] });
const parsed = () =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown> & { err?: Record<string, unknown> });

describe('AppLogger', () => {
  const logger = loggerAt('info');

  beforeEach(() => {
    lines.length = 0;
  });

  it('writes one line of JSON with time, level, message and fields', () => {
    logger.event('warn', 'thing happened', { correlationId: 'c1', count: 2 });
    expect(parsed()).toEqual([
      {
        level: 40,
        time: expect.stringMatching(/^\d{4}-.*Z$/),
        pid: process.pid,
        msg: 'thing happened',
        correlationId: 'c1',
        count: 2,
      },
    ]);
    expect(lines[0]).toMatch(/^[^\n]+\n$/);
  });

  it('writes nothing below its level', () => {
    logger.event('debug', 'detail');
    logger.verbose('more');
    loggerAt('silent').event('error', 'loud');
    expect(lines).toEqual([]);
  });

  it('takes what the framework logs', () => {
    logger.log('started', 'Nest');
    logger.error('broken', 'the stack', 'Nest');
    logger.error(new Error('thrown'), undefined, 'Nest');
    logger.warn('careful');
    logger.fatal('over');
    expect(parsed().map(({ level, msg, context }) => [level, msg, context])).toEqual([
      [30, 'started', 'Nest'],
      [50, 'broken', 'Nest'],
      [50, 'thrown', 'Nest'],
      [40, 'careful', undefined],
      [60, 'over', undefined],
    ]);
  });

  describe('an error', () => {
    const logged = (err: unknown) => {
      logger.event('error', 'failed', { err });
      return parsed()[0]?.err;
    };

    it('is described by type, message, code, stack and its causes', () => {
      const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
      const error = new DomainError('INBOX.UNAVAILABLE', 'unavailable', 'no', { details: { count: 2 }, cause });
      expect(logged(error)).toEqual({
        type: 'DomainError',
        message: 'no',
        code: 'INBOX.UNAVAILABLE',
        details: { count: 2 },
        stack: expect.stringContaining('app-logger.spec'),
        cause: { type: 'Error', message: 'connect', code: 'ECONNREFUSED', stack: expect.any(String) },
      });
    });

    it('never brings along the documents and requests that it failed on', () => {
      const document = { text: 'my private message', token: 'IGAA-token' };
      const error = Object.assign(
        new Error('bulk write failed', { cause: Object.assign(new Error('x'), { document }) }),
        {
          code: 121,
          writeErrors: [{ index: 0, op: document }],
          request: { headers: { authorization: 'Bearer IGAA-token' } },
        },
      );
      expect(logged(error)).toMatchObject({ code: 121, message: 'bulk write failed' });
      expect(lines.join()).not.toMatch(/private|IGAA/);
    });

    it('ends where its causes go in a circle', () => {
      const error: Error & { cause?: unknown } = new Error('round');
      error.cause = error;
      const described = logged(error);
      expect(described).toMatchObject({ cause: { cause: { cause: { message: 'round' } } } });
      expect(described).not.toHaveProperty('cause.cause.cause.cause');
    });

    it('that is none shows only what kind of thing it is', () => {
      expect(logged('IGAA-token')).toEqual({ type: 'string', message: expect.any(String) });
      expect(lines.join()).not.toContain('IGAA');
    });
  });

  it('never prints a secret', () => {
    logger.event('info', 'x', { reason: new Secret('IGAA-token') as unknown as string });
    expect(parsed()[0]).toHaveProperty('reason', '[secret]');
  });
});
