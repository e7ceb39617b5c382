import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chatAnswer, embeddingAnswer, type ModelAnswer } from './answers';
import { type ChatRequest, promptOf, type SeenModelRequest } from './chat-request';
import { json, type ModelFault, STRIKES } from './faults';
import { hostileAnswer, seeded } from './hostile';

/** Which requests a rule is for: a part of the prompt, a pattern, or a look at the request. */
export type Matcher = string | RegExp | ((request: ChatRequest) => boolean);
type Reply = ModelAnswer | ((request: ChatRequest) => ModelAnswer);

interface Rule {
  matches: (request: ChatRequest) => boolean;
  reply: Reply;
}

interface PlannedFault {
  fault: ModelFault;
  /** Null: until it is cleared. */
  times: number | null;
  retryAfter: number;
}

const EMBEDDING_KIND = 'embedding';
const HEARD = 'Hello from the voice message';

/**
 * A server that speaks OpenAI's API over real HTTP and says what it was told to say: the newest rule that matches, else
 * "OK". It thinks nothing. Faults come before rules.
 */
export class ModelServer {
  readonly requests: SeenModelRequest[] = [];
  /** Awaited before each answer; tests hold answers back with it. */
  gate: () => Promise<void> = () => Promise.resolve();
  /** What is heard in every recording. */
  heard = HEARD;
  private rules: Rule[] = [];
  private faults: PlannedFault[] = [];
  private random: (() => number) | null = null;
  private readonly ends: (() => void)[] = [];

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  static async start(): Promise<ModelServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const models = new ModelServer(server, port);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void models.handle(request, response));
    return models;
  }

  /** As clients are given it. */
  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  get chats(): ChatRequest[] {
    return this.requests.flatMap(({ chat }) => (chat === undefined ? [] : [chat]));
  }

  answer(matcher: Matcher, reply: Reply): this {
    this.rules.unshift({ matches: predicateOf(matcher), reply });
    return this;
  }

  /** On the next `times` requests, or on all until `reset`. `retryAfter`: of `limited`, in seconds. */
  fault(fault: ModelFault, { times = 1, retryAfter = 1 }: { times?: number | null; retryAfter?: number } = {}): this {
    this.faults.push({ fault, times, retryAfter });
    return this;
  }

  /** From now on, each answer is as bad as it can be. */
  hostile(seed: number): this {
    this.random = seeded(seed);
    return this;
  }

  reset(): void {
    this.rules = [];
    this.faults = [];
    this.random = null;
    this.requests.length = 0;
    this.gate = () => Promise.resolve();
    this.heard = HEARD;
  }

  async stop(): Promise<void> {
    for (const end of this.ends) end();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const path = (request.url ?? '').replace(/\?.*$/, '').replace(/^\/v1/, '');
    const seen: SeenModelRequest = {
      path,
      authorization: request.headers.authorization ?? '',
      bytes: raw.length,
      raw: raw.toString('utf8'),
    };
    if (path === '/chat/completions') seen.chat = JSON.parse(seen.raw) as ChatRequest;
    this.requests.push(seen);
    await this.gate();
    this.respond(seen, response);
  }

  private respond(seen: SeenModelRequest, response: ServerResponse): void {
    const { path, chat, raw } = seen;
    const planned = this.nextFault();
    if (planned !== undefined) {
      STRIKES[planned.fault]({
        response,
        model: chat?.model ?? EMBEDDING_KIND,
        retryAfter: planned.retryAfter,
        toolNames: chat?.tools?.map((tool) => tool.function.name) ?? [],
        onClose: (end) => this.ends.push(end),
      });
    } else if (chat !== undefined) json(response, 200, chatAnswer(chat.model, this.answerTo(chat)));
    else if (path === '/embeddings') json(response, 200, embeddingOf(raw));
    else if (path === '/audio/transcriptions') json(response, 200, { text: this.heard, language: 'en' });
    else json(response, 404, { error: { message: 'Unknown path', code: 'unknown_url' } });
  }

  private nextFault(): PlannedFault | undefined {
    const planned = this.faults[0];
    if (planned?.times === null) return planned;
    if (planned !== undefined && --planned.times === 0) this.faults.shift();
    return planned;
  }

  private answerTo(chat: ChatRequest): ModelAnswer {
    if (this.random !== null) return hostileAnswer(chat, this.random);
    const reply = this.rules.find(({ matches }) => matches(chat))?.reply ?? { text: 'OK' };
    return typeof reply === 'function' ? reply(chat) : reply;
  }
}

function embeddingOf(raw: string): object {
  const request = JSON.parse(raw) as { model: string; input: string[]; encoding_format: 'float' | 'base64' };
  return embeddingAnswer(request.model, request.input, request.encoding_format);
}

function predicateOf(matcher: Matcher): (request: ChatRequest) => boolean {
  if (typeof matcher === 'function') return matcher;
  if (typeof matcher === 'string') return (request) => promptOf(request).includes(matcher);
  return (request) => matcher.test(promptOf(request));
}
