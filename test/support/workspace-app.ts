import { once } from 'node:events';
import { getConnectionToken } from '@nestjs/mongoose';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Connection, ConnectionStates } from 'mongoose';
import passport from 'passport';
import { loadConfig } from '../../config';
import { DECLARED_INDEXES } from '../../migrations/declared-indexes';
import { createApi } from '../../src/main';
import { ACCESS_TOKEN_STRATEGY, AccessTokenStrategy } from '../../src/shared/auth/access-token.strategy';
import type { Mail } from '../../src/shared/providers/mail';
import { placeOfMail } from '../../src/workspace/mails/mails';
import type { OutgoingMailRow } from '../../src/workspace/schemas/outgoing-mail.schema';
import { SecretBox } from '../../src/shared/security';
import { TEST_ENV } from './http-app';
import { createTestDatabase, type TestDatabase } from './test-database';
import { newTestName } from './test-name';

interface Answer<T> {
  status: number;
  /** Of the problem, when it is one. */
  code: string | undefined;
  body: T;
  headers: Record<string, unknown>;
}

/** Calls the routes of one process, as whoever holds `token`. */
export interface Caller {
  call<T = Record<string, never>>(
    method: 'GET' | 'POST' | 'DELETE' | 'PUT' | 'PATCH',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer<T>>;
}

export interface SignedUp extends Tokens {
  userId: string;
  workspaceId: string;
  email: string;
}

export interface Tokens {
  token: string;
  refreshToken: string;
}

export const PASSWORD = 'correct horse battery';

/** The API as production puts it together, on a database and a key prefix of its own, without a port. Stop it afterwards. */
export class WorkspaceApp {
  private constructor(
    readonly app: NestFastifyApplication,
    private readonly database: TestDatabase,
    private readonly env: Record<string, string>,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<WorkspaceApp> {
    const database = await createTestDatabase(DECLARED_INDEXES);
    const ofAll = {
      ...TEST_ENV,
      REDIS_URL: process.env['REDIS_URL'] ?? '',
      SIGN_INS_PER_MINUTE: '10000',
      ...env,
      MONGODB_URI: database.uri,
      QUEUE_PREFIX: newTestName(),
    };
    return new WorkspaceApp(await boot(ofAll), database, ofAll);
  }

  /** What another process on the same database and Redis knows. Close it before this one. */
  async anotherProcess(): Promise<NestFastifyApplication> {
    const app = await boot(this.env);
    // Passport's strategies are one for the whole process; requests stay with the first application.
    passport.use(ACCESS_TOKEN_STRATEGY, this.app.get<passport.Strategy>(AccessTokenStrategy));
    return app;
  }

  get rows(): Connection {
    return this.app.get<Connection>(getConnectionToken());
  }

  as(token?: string): Caller {
    const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
    return {
      call: async <T>(method: 'GET', url: string, body?: object, headers: Record<string, string> = {}) => {
        const response = await this.app.inject({
          method,
          url,
          headers: { ...authorization, ...headers },
          ...(body === undefined ? {} : { payload: body }),
        });
        const json = (response.body === '' ? {} : response.json()) as T & { code?: string };
        return { status: response.statusCode, code: json.code, body: json as T, headers: response.headers };
      },
    };
  }

  async signUp(name = newTestName()): Promise<SignedUp> {
    const email = `${name}@shop.example`;
    const { body } = await this.as().call<Tokens>('POST', '/v1/auth/signup', {
      email,
      password: PASSWORD,
      name,
      workspaceName: name,
    });
    const me = await this.as(body.token).call<{ id: string; workspaces: { id: string }[] }>('GET', '/v1/me');
    return { ...body, email, userId: me.body.id, workspaceId: me.body.workspaces[0]?.id ?? '' };
  }

  async logIn(email: string, password = PASSWORD): Promise<Answer<Tokens & { challenge?: string }>> {
    return this.as().call('POST', '/v1/auth/login', { email, password });
  }

  /** Mails that were enqueued since the last call, oldest first. */
  async takeMails(): Promise<Mail[]> {
    const collection = this.rows.collection<OutgoingMailRow>('outgoingMails');
    const rows = await collection.find().sort({ _id: 1 }).toArray();
    await collection.deleteMany({});
    const secrets = this.app.get(SecretBox);
    return rows.map(({ _id, sealed }) => JSON.parse(secrets.open(sealed, placeOfMail(_id)).reveal()) as Mail);
  }

  /** `token` of the link in the only mail since the last call. */
  async takeLink(): Promise<string> {
    const mails = await this.takeMails();
    const [, token] = /[?&]token=([\w-]+)/.exec(mails[0]?.text ?? '') ?? [];
    if (mails.length !== 1 || token === undefined) throw new Error(`No single link: ${JSON.stringify(mails)}`);
    return token;
  }

  async auditActions(): Promise<string[]> {
    const rows = await this.rows.collection('auditEntries').find().sort({ at: 1, _id: 1 }).toArray();
    return rows.map(({ action }) => String(action));
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.database.drop();
  }
}

async function boot(env: Record<string, string>): Promise<NestFastifyApplication> {
  const app = await createApi(loadConfig(env));
  try {
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    await isConnected(app.get<Connection>(getConnectionToken()));
    return app;
  } catch (error) {
    // Else its connections would keep the test process alive.
    await app.close();
    throw error;
  }
}

/** Commands fail at once while there is no connection, and a first try may fail where the process is busy starting. */
async function isConnected(connection: Connection): Promise<void> {
  if (connection.readyState !== ConnectionStates.connected) await once(connection, 'connected');
}
