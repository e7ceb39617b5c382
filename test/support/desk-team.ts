import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { EventSource } from './event-source';
import { LoopbackServer } from './http-fetch-stages';
import { type Parley, until } from './parley';
import { ownerOf, personOf, type Person, signUp } from './people';
import { callRaw, type RawAnswer } from './raw-api';
import { newTestName } from './test-name';

export interface ToldEvent {
  id: string;
  type: string;
  conversationId?: string;
  subjectId: string;
  data: Record<string, unknown>;
}

/** A member at their desk: what they do by the API of their workspace, and what they hear live. */
export class DeskMember {
  private stream: EventSource | undefined;
  private place: string | undefined;
  private readonly before: ToldEvent[] = [];

  constructor(
    private readonly parley: Parley,
    readonly person: Person,
    readonly workspaceId: string,
  ) {}

  get userId(): string {
    return this.person.userId;
  }

  call(method: string, rest: string, body?: unknown): Promise<RawAnswer> {
    const { token } = this.person;
    return callRaw(this.parley, `/v1/workspaces/${this.workspaceId}${rest}`, { method, token, body });
  }

  /** The body of a call that is expected to succeed. */
  async does(method: string, rest: string, body?: unknown): Promise<Record<string, unknown>> {
    const { status, json, text } = await this.call(method, rest, body);
    if (status >= 300) throw new Error(`${method} ${rest} answered ${status}: ${text}`);
    return json;
  }

  async items<T = Record<string, unknown>>(rest: string): Promise<T[]> {
    return (await this.does('GET', rest))['items'] as T[];
  }

  /** Opens the live stream; where an earlier one ended, if there was one. */
  async listens(): Promise<void> {
    const headers: Record<string, string> = {};
    if (this.place !== undefined) headers['last-event-id'] = this.place;
    const { ticket } = await this.does('POST', '/stream/ticket');
    const url = `${this.parley.apiUrl}/v1/workspaces/${this.workspaceId}/stream?ticket=${String(ticket)}`;
    this.stream = await EventSource.open(url, headers);
    await until(() => (this.stream?.events.length ?? 0) > 0, 10_000, 'the greeting');
  }

  /** The connection breaks. */
  async looksAway(): Promise<void> {
    await this.stream?.close();
    this.remember();
  }

  /** The server ends the connection. */
  async isSentAway(): Promise<void> {
    await this.stream?.ended();
    this.remember();
  }

  async goesHome(): Promise<void> {
    await this.stream?.close();
  }

  /** All that was told, each as often as it was told. */
  get heard(): ToldEvent[] {
    return [...this.before, ...this.now()];
  }

  heardOf(type: string, fits: (event: ToldEvent) => boolean = () => true): ToldEvent[] {
    return this.heard.filter((event) => event.type === type && fits(event));
  }

  async hears(type: string, fits: (event: ToldEvent) => boolean = () => true): Promise<ToldEvent> {
    await until(() => this.heardOf(type, fits).length > 0, 20_000, `${type} to be heard`);
    return this.heardOf(type, fits)[0] as ToldEvent;
  }

  private remember(): void {
    this.before.push(...this.now());
    this.place = this.stream?.lastId;
    this.stream = undefined;
  }

  private now(): ToldEvent[] {
    const told = this.stream?.events.filter(({ name }) => name !== 'ready') ?? [];
    return told.map(({ name, body }) => ({ ...(JSON.parse(body) as ToldEvent), type: name }));
  }
}

/** Where an integrator is told what happens. */
export class Integrator {
  private secret = '';

  private constructor(private readonly server: LoopbackServer) {}

  static async start(): Promise<Integrator> {
    const server = await LoopbackServer.start();
    server.answers.set('/events', { status: 204 });
    return new Integrator(server);
  }

  /** Asks to be told of these types. */
  async subscribes(member: DeskMember, types: readonly string[]): Promise<string> {
    const wish = { url: `${this.server.origin}/events`, types, description: '' };
    const { id, secret } = await member.does('POST', '/webhooks', wish);
    this.secret = String(secret);
    return String(id);
  }

  /** In the order in which they arrived. @throws when one is not from Parley. */
  get told(): ToldEvent[] {
    return this.server.requests.map(({ body, headers }) => {
      const [, t = '', v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['parley-signature'] ?? '') ?? [];
      expect(v1).toBe(createHmac('sha256', this.secret).update(`${t}.${body}`).digest('hex'));
      return JSON.parse(body) as ToldEvent;
    });
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

export async function ownerAtDesk(parley: Parley): Promise<DeskMember> {
  const person = await ownerOf(parley);
  return new DeskMember(parley, person, parley.owner.workspaceId);
}

/** Somebody of another workspace. */
export async function strangerAtDesk(parley: Parley): Promise<DeskMember> {
  const person = await signUp(parley);
  return new DeskMember(parley, person, person.workspaceId);
}

/** Invited by mail, and signed up by its link. */
export async function invitedToDesk(parley: Parley, owner: DeskMember, role: string): Promise<DeskMember> {
  const email = `${newTestName()}@example.org`;
  await owner.does('POST', '/invites', { email, role });
  let token: string | undefined;
  const isThere = () =>
    (token = mailsTo(parley, email).flatMap((text) => /token=([\w-]{43})/.exec(text)?.[1] ?? [])[0]);
  await until(() => isThere() !== undefined, 20_000, 'the invitation');
  const body = { token, name: 'Ben Baum', password: 'a-long-enough-phrase-32' };
  const joined = await callRaw(parley, '/v1/invites/sign-up', { method: 'POST', body });
  expect(joined.status).toBe(201);
  return new DeskMember(parley, await personOf(parley, String(joined.json['token'])), owner.workspaceId);
}

/** Texts of the mails that went out. */
export function mailsTo(parley: Parley, address: string): string[] {
  const { outbox } = parley;
  const files = existsSync(outbox) ? readdirSync(outbox).filter((name) => name.endsWith('.json')) : [];
  const mails = files.map(
    (name) => JSON.parse(readFileSync(path.join(outbox, name), 'utf8')) as Record<string, string>,
  );
  return mails.filter(({ to }) => to === address).map(({ text = '' }) => text);
}
