import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Parley, ParleyProcess, until } from '../support/parley';
import { type Person, signUp } from '../support/people';

const EFFECT_MS = 1_000;
/** Of a request on a busy machine, beside the second that the change itself may take. */
const REQUEST_MS = 500;

describe('sessions on two API processes', () => {
  let parley: Parley;
  let second: ParleyProcess;
  let secondUrl: string;
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-second-'));

  beforeAll(async () => {
    parley = await Parley.start();
    second = new ParleyProcess('main.js', folder, parley.env);
    // It gets no hint: what it learns of changes, it learns from the database.
    secondUrl = await second.start({ REDIS_URL: 'redis://127.0.0.1:1' });
  });
  afterAll(async () => {
    await second.stop();
    await parley.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const call = async (base: string, method: string, url: string, token: string, body?: object) => {
    const response = await fetch(base + url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.status;
  };
  const statusAtSecond = ({ token }: Person, url = '/v1/me') => call(secondUrl, 'GET', url, token);
  const takesEffect = async (person: Person, url: string, status: number) => {
    const changedAt = performance.now();
    await until(async () => (await statusAtSecond(person, url)) === status, EFFECT_MS + REQUEST_MS, `${status} there`);
    return performance.now() - changedAt;
  };

  it('end on the other process within a second, while Redis is away for it', async () => {
    const mia = await signUp(parley);
    expect(await statusAtSecond(mia)).toBe(200);
    expect(await call(parley.apiUrl, 'POST', '/v1/auth/logout', mia.token, {})).toBe(204);
    expect(await call(parley.apiUrl, 'GET', '/v1/me', mia.token)).toBe(401);
    await takesEffect(mia, '/v1/me', 401);
  });

  it('of somebody who is disabled end, too', async () => {
    const mia = await signUp(parley);
    expect(await statusAtSecond(mia)).toBe(200);
    const { database } = parley;
    const users = database.collection<{ _id: string }>('users');
    await users.updateOne({ _id: mia.userId }, { $set: { disabledAt: new Date() } });
    const subject = { _id: `user:${mia.userId}` };
    const revision = { $set: { revision: 'changed', at: new Date() } };
    await database.collection<{ _id: string }>('accessRevisions').updateOne(subject, revision, { upsert: true });
    await takesEffect(mia, '/v1/me', 401);
  });

  it('are begun only where somebody counts the attempts', async () => {
    const body = JSON.stringify({ email: 'mia@example.org', password: 'a-long-enough-phrase-31' });
    const response = await fetch(`${secondUrl}/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([503, 'RATE.UNAVAILABLE']);
  });

  it('API keys are revoked on the other process within a second', async () => {
    const mia = await signUp(parley);
    const url = `/v1/workspaces/${mia.workspaceId}`;
    const created = await fetch(`${parley.apiUrl}${url}/api-keys`, {
      method: 'POST',
      headers: { authorization: `Bearer ${mia.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Sync', permissions: ['workspace.read'] }),
    });
    const { id, secret } = (await created.json()) as { id: string; secret: string };
    const machine = { ...mia, token: secret };
    expect(await statusAtSecond(machine, url)).toBe(200);
    expect(await call(parley.apiUrl, 'DELETE', `${url}/api-keys/${id}`, mia.token)).toBe(204);
    await takesEffect(machine, url, 401);
  });

  it('mails of a sign-up arrive in the outbox, by the worker', async () => {
    await signUp(parley);
    const mails = () =>
      (existsSync(parley.outbox) ? readdirSync(parley.outbox) : []).filter((name) => name.endsWith('.json'));
    await until(() => mails().length > 0, 10_000, 'the mail');
    const mail = JSON.parse(readFileSync(path.join(parley.outbox, mails()[0] ?? ''), 'utf8')) as { text: string };
    expect(mail.text).toContain('/verify-email?token=');
    expect(parley.logs()).not.toContain('verify-email?token=');
  });
});
