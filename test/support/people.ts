import { createParleyClient, type ParleyClient } from '@parley/client';
import type { Role } from '../../src/shared/auth';
import type { Parley } from './parley';
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
  return personOf(parley, (await dataOf(anonymous.POST('/v1/auth/login', { body: { email, password } }))).token);
}

/** A new user who is a member of the owner's workspace. There is no route for invitations yet, hence the row. */
export async function newMember(parley: Parley, role: Role): Promise<Person> {
  const person = await signUp(parley);
  const { workspaceId } = parley.owner;
  await parley.database.collection<{ _id: string }>('memberships').insertOne({
    _id: newTestName(),
    workspaceId,
    userId: person.userId,
    role,
    createdAt: new Date(),
  } as {
    _id: string;
  });
  return person;
}
