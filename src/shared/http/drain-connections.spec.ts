import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { Deferred, turnOfTheLoop } from '../../../test/support/stand-in';
import { drainConnectionsAtShutdown } from './drain-connections';

describe('drainConnectionsAtShutdown', () => {
  let server: FastifyInstance;
  let port: number;
  let arrived: Deferred;
  let answer: Deferred;

  beforeEach(async () => {
    [arrived, answer] = [new Deferred(), new Deferred()];
    server = fastify();
    drainConnectionsAtShutdown(server);
    server.get('/slow', async () => {
      arrived.resolve();
      await answer.promise;
      return 'done';
    });
    await server.listen({ port: 0, host: '127.0.0.1' });
    port = (server.server.address() as AddressInfo).port;
  });

  afterEach(() => jest.useRealTimers());

  it('does not wait for a connection without a request', async () => {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.resume();
    const ended = once(socket, 'close');
    await server.close();
    await ended;
  });

  it('waits for a request under way', async () => {
    const response = fetch(`http://127.0.0.1:${port}/slow`);
    await arrived.promise;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout', 'queueMicrotask'] });
    const ended = jest.spyOn(server.server, 'closeAllConnections');
    const closed = server.close();
    await turnOfTheLoop();
    jest.advanceTimersByTime(1_000);
    expect(ended).not.toHaveBeenCalled();
    answer.resolve();
    expect(await (await response).text()).toBe('done');
    await turnOfTheLoop();
    jest.advanceTimersByTime(1_000);
    await closed;
    expect(ended).toHaveBeenCalled();
  });
});
