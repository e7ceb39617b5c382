import { createParleyClient, type ParleyClient } from '@parley/client';
import { type Parley, tokenIn } from './parley';
import { newTestName } from './test-name';

/** A signed-in user. `workspaceId` is the workspace of their own. */
export interface Person {
  token: string;
  userId: string;
  workspaceId: string;
  client: ParleyClient;
}

/** The answer of a call that is expected to succeed. */
export async function dataOf<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (data === undefined) throw new Error(`${response.status} of ${response.url}: ${JSON.stringify(error)}`);
  return data;
}

export async function signUp(parley: Parley, workspaceName = 'Elsewhere'): Promise<Person> {
  const anonymous = createParleyClient({ baseUrl: parley.apiUrl });
  const body = {
    email: `${newTestName()}@example.org`,
    password: 'a-long-enough-phrase-31',
    name: 'Mia Berg',
    workspaceName,
  };
  const { token } = await dataOf(anonymous.POST('/v1/auth/signup', { body }));
  return personOf(parley, token);
}

export async function personOf(parley: Parley, token: string): Promise<Person> {
  const client = createParleyClient({ baseUrl: parley.apiUrl, token });
  const me = await dataOf(client.GET('/v1/me'));
  return { token, client, userId: me.id, workspaceId: me.workspaces[0]?.id ?? '' };
}

export async function ownerOf(parley: Parley): Promise<Person> {
  const { email, password } = parley.owner;
  const anonymous = createParleyClient({ baseUrl: parley.apiUrl });
  return personOf(parley, tokenIn(await dataOf(anonymous.POST('/v1/auth/login', { body: { email, password } }))));
}

/** A new user who runs the platform. There is no route that makes one, hence the rows. */
export async function newPlatformAdmin(parley: Parley): Promise<Person> {
  const person = await signUp(parley, 'Platform');
  const { userId } = person;
  const rows = (name: string) => parley.database.collection<{ _id: string }>(name);
  await rows('users').updateOne({ _id: userId }, { $set: { platformAdmin: true } });
  const revision = { revision: newTestName(), at: new Date() };
  await rows('accessRevisions').updateOne({ _id: `user:${userId}` }, { $set: revision }, { upsert: true });
  return person;
}
