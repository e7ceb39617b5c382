import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startInstagramSimulator } from '@parley/instagram-simulator';
import type { GraphStage, Situation } from './meta-graph-contract';

const DAY_MS = 24 * 3_600_000;

/** The simulator, brought into each situation by its own means. */
export async function openSimulatorStage(): Promise<GraphStage> {
  const simulator = await startInstagramSimulator({ appSecret: 'app-secret', verifyToken: 'verify-token' });
  const account = await simulator.createAccount({ username: 'luna.ceramics' });
  const jane = await simulator.createCustomer({ account: account.id, username: 'jane.doe', name: 'Jane Doe' });
  const operation = 'any' as const;
  const situations: Record<Situation, () => Promise<unknown>> = {
    accepts: () => Promise.resolve(),
    'window-closed': () => simulator.advanceClock(DAY_MS),
    'token-revoked': () => simulator.account(account.id).revokeTokens(460),
    'limited-for-7-minutes': async () => {
      await simulator.inject({ kind: 'usage', callCount: 100, regainMinutes: 7 });
      await simulator.inject({ kind: 'rate-limit', status: 400 });
    },
    'breaks-before': () => simulator.inject({ kind: 'server-error-before', status: 503 }),
    'breaks-after': () => simulator.inject({ kind: 'server-error-after' }),
    hangs: () => simulator.inject({ kind: 'timeout-before', how: 'hang' }),
    'resets-after-accepting': () => simulator.inject({ kind: 'timeout-after', how: 'reset' }),
    'consent-missing': () =>
      simulator.inject({
        kind: 'refuse',
        code: 230,
        status: 403,
        message: 'User consent is required to access user profile.',
        match: { operation },
      }),
  };
  return {
    url: simulator.url,
    igUserId: account.id,
    token: account.accessToken ?? '',
    participantId: jane.id,
    set: async (situation) => void (await situations[situation]()),
    accepted: async () => {
      const ledger = await simulator.ledger({ customer: jane.id });
      return ledger.flatMap(({ origin, content }) => (origin === 'api' ? [content.text ?? ''] : []));
    },
    participantWrites: async (text) => void (await simulator.customer(jane.id).sendsText(text)),
    close: () => simulator.close(),
  };
}

export interface SeenRequest {
  method: string;
  path: string;
  authorization: string;
  body: unknown;
}

export interface ScriptedStage extends GraphStage {
  requests: SeenRequest[];
  /** Takes the place of every answer. */
  answerWith(answer: (response: ServerResponse) => void): void;
}

const JANE = '900000000000001';
const IG_USER = '17841400000000001';

const errorOf = (status: number, code: number, subcode?: number, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: { error: { message: `(#${code})`, type: 'OAuthException', code, error_subcode: subcode, fbtrace_id: 'A1' } },
});

/** A few lines of Graph, with answers as Meta's pages print them. */
export async function openScriptedStage(): Promise<ScriptedStage> {
  const thread: { id: string; from: string; text: string }[] = [];
  const requests: SeenRequest[] = [];
  let situation: Situation = 'accepts';
  let scripted: ((response: ServerResponse) => void) | undefined;
  const accept = (text: string) => void thread.unshift({ id: `mid${thread.length}`, from: IG_USER, text });

  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const seen = seenOf(request, body);
      requests.push(seen);
      if (scripted !== undefined) return scripted(response);
      if (situation === 'hangs') return;
      const text = textOf(body);
      if (text !== undefined && ACCEPTING.has(situation)) accept(text);
      if (situation === 'resets-after-accepting') return void response.socket?.resetAndDestroy();
      const answer = REFUSALS[situation] ?? { status: 200, headers: {}, body: answerTo(seen.path, thread) };
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    igUserId: IG_USER,
    token: 'token-of-luna',
    participantId: JANE,
    requests,
    answerWith: (answer) => (scripted = answer),
    set: (next) => Promise.resolve(void (situation = next)),
    accepted: () =>
      Promise.resolve(
        thread
          .filter(({ from }) => from === IG_USER)
          .map(({ text }) => text)
          .reverse(),
      ),
    participantWrites: (text) => Promise.resolve(void thread.unshift({ id: 'mid-in', from: JANE, text })),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const ACCEPTING: ReadonlySet<Situation> = new Set(['accepts', 'breaks-after', 'resets-after-accepting']);

const seenOf = ({ method = '', url: path = '', headers }: IncomingMessage, body: unknown): SeenRequest => ({
  method,
  path,
  authorization: headers.authorization ?? '',
  body,
});

const textOf = (body: unknown) => (body as { message?: { text: string } } | undefined)?.message?.text;

const REFUSALS: Partial<Record<Situation, ReturnType<typeof errorOf>>> = {
  'window-closed': errorOf(400, 10, 2_534_022),
  'token-revoked': errorOf(401, 190, 460),
  'limited-for-7-minutes': errorOf(403, 613, undefined, {
    'x-business-use-case-usage': JSON.stringify({
      [IG_USER]: [{ type: 'instagram', call_count: 100, estimated_time_to_regain_access: 7 }],
    }),
  }),
  'breaks-before': errorOf(503, 2),
  'breaks-after': errorOf(500, 1),
  'consent-missing': errorOf(403, 230),
};

function answerTo(path: string, thread: readonly { id: string; from: string; text: string }[]): unknown {
  if (path.includes('/messages')) return { recipient_id: JANE, message_id: thread[0]?.id };
  if (!path.includes('/conversations')) return { name: 'Jane Doe', username: 'jane.doe', id: JANE };
  if (!path.includes(`user_id=${JANE}`)) return { data: [] };
  const data = thread.map(({ id, from, text }, index) => ({
    id,
    created_time: `2026-07-12T19:11:${String(50 - index).padStart(2, '0')}+0000`,
    from: { id: from, username: 'somebody' },
    message: text,
  }));
  return { data: [{ id: 'thread1', messages: { data: data.reverse() } }] };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  // A form stays text.
  if (!text.startsWith('{')) return text === '' ? undefined : text;
  return JSON.parse(text);
}
