import { Body, Controller, Get, Post } from '@nestjs/common';
import { IsString } from 'class-validator';
import { type HttpApp, startHttpApp } from '../../../../test/support/http-app';
import { MemoryIdempotencyStore } from '../../../../test/support/memory-idempotency-store';
import { Authenticated, Public } from '../../auth';
import { DomainError } from '../../kernel';
import { Endpoint, OperationId } from '../index';

class Order {
  @IsString()
  item: string;
}

/** What the handler was called with, and how it shall answer. */
class Kitchen {
  calls: { item: string; operationId: string }[] = [];
  behave: () => unknown = () => ({ made: this.calls.length });
}

@Controller('v1/orders')
class OrdersController {
  constructor(private readonly kitchen: Kitchen) {}

  @Post()
  @Authenticated()
  @Endpoint({ summary: 'Order', status: 201 })
  async create(@Body() { item }: Order, @OperationId() operationId: string) {
    this.kitchen.calls.push({ item, operationId });
    return this.kitchen.behave();
  }

  @Post('open')
  @Public()
  @Endpoint({ summary: 'Order without signing in', status: 204 })
  createOpen(@Body() { item }: Order, @OperationId() operationId: string): void {
    this.kitchen.calls.push({ item, operationId });
  }

  @Get()
  @Authenticated()
  @Endpoint({ summary: 'Read' })
  read() {
    return { reads: this.kitchen.calls.push({ item: 'read', operationId: '' }) };
  }
}

describe('Idempotency-Key', () => {
  let http: HttpApp;
  let kitchen: Kitchen;
  let store: MemoryIdempotencyStore;

  beforeAll(async () => {
    http = await startHttpApp({ controllers: [OrdersController], providers: [Kitchen] });
    kitchen = http.app.get(Kitchen);
    store = http.app.get(MemoryIdempotencyStore, { strict: false });
    http.directory.add('ann');
    http.directory.add('bob');
  });
  afterAll(() => http.app.close());
  beforeEach(() => {
    kitchen.calls = [];
    kitchen.behave = () => ({ made: kitchen.calls.length });
    store.rows.clear();
  });

  const order = async (user: string, item: string, key?: string, url = '/v1/orders') =>
    http.inject({
      method: 'POST',
      url,
      headers: { ...(await http.signedIn(user)), ...(key === undefined ? {} : { 'idempotency-key': key }) },
      payload: { item },
    });

  it('runs a request once and replays status and body', async () => {
    const first = await order('ann', 'tea', 'key-00001');
    const again = await order('ann', 'tea', 'key-00001');
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.json()).toEqual({ made: 1 });
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(kitchen.calls).toHaveLength(1);
  });

  it('runs every request without a key, each under its own operation id', async () => {
    await order('ann', 'tea');
    await order('ann', 'tea');
    expect(new Set(kitchen.calls.map((call) => call.operationId)).size).toBe(2);
    expect(store.rows.size).toBe(0);
  });

  it('replays an answer without a body', async () => {
    await order('ann', 'tea', 'key-00001', '/v1/orders/open');
    const again = await order('ann', 'tea', 'key-00001', '/v1/orders/open');
    expect([again.statusCode, again.body, kitchen.calls.length]).toEqual([204, '', 1]);
  });

  it('refuses the key for another body, and for the same body on another query', async () => {
    await order('ann', 'tea', 'key-00001');
    for (const other of [
      await order('ann', 'coffee', 'key-00001'),
      await order('ann', 'tea', 'key-00001', '/v1/orders?fast=1'),
    ]) {
      expect(other.statusCode).toBe(422);
      expect(other.json()).toMatchObject({ code: 'IDEMPOTENCY.MISMATCH' });
    }
    expect(kitchen.calls).toHaveLength(1);
  });

  it('keeps the keys of users and routes apart', async () => {
    const answers = [
      await order('ann', 'tea', 'key-00001'),
      await order('bob', 'tea', 'key-00001'),
      await order('bob', 'coffee', 'key-00001', '/v1/orders/open'),
    ];
    expect(answers.map((answer) => answer.statusCode)).toEqual([201, 201, 204]);
    expect(new Set(kitchen.calls.map((call) => call.operationId)).size).toBe(3);
  });

  it('answers 409 while the first request runs', async () => {
    let finish = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      kitchen.behave = () => {
        resolve();
        return new Promise((done) => (finish = () => done({ made: 'late' })));
      };
    });
    const first = order('ann', 'tea', 'key-00001');
    await started;
    const second = await order('ann', 'tea', 'key-00001');
    expect([second.statusCode, second.json<{ code: string }>().code]).toEqual([409, 'IDEMPOTENCY.IN_PROGRESS']);
    finish();
    expect((await first).json()).toEqual({ made: 'late' });
    expect((await order('ann', 'tea', 'key-00001')).json()).toEqual({ made: 'late' });
  });

  it('lets a retry under the same operation id take over from a process that died', async () => {
    const { calls } = kitchen;
    kitchen.behave = () => new Promise(() => undefined);
    void order('ann', 'tea', 'key-00001');
    while (calls.length === 0) await new Promise(setImmediate);
    kitchen.behave = () => ({ made: 'again' });
    http.clock.advance(61_000);
    expect((await order('ann', 'tea', 'key-00001')).json()).toEqual({ made: 'again' });
    expect(calls[0]?.operationId).toBe(calls[1]?.operationId);
  });

  it('replays a refusal as the problem it was', async () => {
    kitchen.behave = () => {
      throw new DomainError('ORDER.SOLD_OUT', 'conflict', 'Sold out.');
    };
    const first = await order('ann', 'tea', 'key-00001');
    kitchen.behave = () => ({ made: 1 });
    const again = await order('ann', 'tea', 'key-00001');
    expect(again.statusCode).toBe(409);
    expect(again.headers['content-type']).toContain('application/problem+json');
    expect(again.json()).toEqual(first.json());
    expect(kitchen.calls).toHaveLength(1);
  });

  it.each([
    ['our faults', () => new Error('boom'), 500],
    ['being away', () => new DomainError('X.AWAY', 'unavailable', 'Away.'), 503],
    ['too many requests', () => new DomainError('X.MANY', 'rate-limited', 'Slow down.'), 429],
  ])('does not keep %s', async (_, fault, status) => {
    kitchen.behave = () => {
      throw fault();
    };
    expect((await order('ann', 'tea', 'key-00001')).statusCode).toBe(status);
    kitchen.behave = () => ({ made: 'now' });
    expect((await order('ann', 'tea', 'key-00001')).json()).toEqual({ made: 'now' });
  });

  it('answers also when the answer cannot be kept', async () => {
    const answer = jest.spyOn(store, 'answer').mockRejectedValueOnce(new Error('store away'));
    expect((await order('ann', 'tea', 'key-00001')).statusCode).toBe(201);
    expect(answer).toHaveBeenCalledTimes(1);
  });

  it.each(['short', 'x'.repeat(129), 'has space 1'])('refuses the key %j', async (key) => {
    const response = await order('ann', 'tea', key);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ errors: [{ field: 'idempotency-key' }] });
    expect(kitchen.calls).toHaveLength(0);
  });

  it('stores neither key, request nor answer in readable form', async () => {
    kitchen.behave = () => ({ token: 'very-secret-token' });
    await order('ann', 'tea-for-two', 'key-00001');
    const stored = JSON.stringify([...store.rows]);
    const sealed = [...store.rows.values()].map((row) => Buffer.from(row.answer?.sealed ?? '', 'base64').toString());
    for (const secret of ['key-00001', 'tea-for-two', 'very-secret-token']) {
      expect(stored).not.toContain(secret);
      expect(sealed.join()).not.toContain(secret);
    }
  });

  it('leaves other methods alone', async () => {
    const headers = { ...(await http.signedIn('ann')), 'idempotency-key': 'key-00001' };
    await http.inject({ url: '/v1/orders', headers });
    expect((await http.inject({ url: '/v1/orders', headers })).json()).toEqual({ reads: 2 });
  });
});
