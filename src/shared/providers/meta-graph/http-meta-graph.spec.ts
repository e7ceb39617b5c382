import { openScriptedStage, openSimulatorStage, type ScriptedStage } from '../../../../test/support/graph-stages';
import { describeMetaGraphContract, graphAt } from '../../../../test/support/meta-graph-contract';
import { Secret } from '../../kernel';
import type { HttpMetaGraph } from './http-meta-graph';
import type { GraphAccount } from './meta-graph.port';

describeMetaGraphContract('the simulator', openSimulatorStage);
describeMetaGraphContract('scripted answers', openScriptedStage);

describe('HttpMetaGraph', () => {
  let stage: ScriptedStage;
  let graph: HttpMetaGraph;
  let account: GraphAccount;

  beforeEach(async () => {
    stage = await openScriptedStage();
    graph = graphAt(stage.url);
    account = { igUserId: stage.igUserId, token: new Secret(stage.token) };
  });

  afterEach(async () => {
    await stage.close();
    await graph.onApplicationShutdown();
  });

  const send = () => graph.send(account, { recipient: { id: 'p1' }, message: { text: 'Hi' } });
  const answerWith = (status: number, body: string) =>
    stage.answerWith((response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body));

  it('calls the documented addresses, with the token in the header and never in the address', async () => {
    await send();
    await graph.readThread(account, stage.participantId);
    expect(stage.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
      `POST /v25.0/${stage.igUserId}/messages`,
      'GET /v25.0/me/conversations',
    ]);
    expect(stage.requests[0]?.body).toEqual({ recipient: { id: 'p1' }, message: { text: 'Hi' } });
    expect(stage.requests.every(({ authorization }) => authorization === `Bearer ${stage.token}`)).toBe(true);
    expect(JSON.stringify(stage.requests.map(({ path }) => path))).not.toContain(stage.token);
  });

  it.each<[string, number, string, object]>([
    ['accepted, but no JSON', 200, '<html>', { kind: 'unknown', code: 'no-message-id' }],
    ['accepted, but the id is missing', 200, '{"recipient_id":"p1"}', { kind: 'unknown', code: 'no-message-id' }],
    ['accepted, but the id is no text', 200, '{"message_id":7}', { kind: 'unknown', code: 'no-message-id' }],
    ['accepted, but JSON of another kind', 200, 'null', { kind: 'unknown', code: 'no-message-id' }],
    ['the page of a proxy that is down', 502, '<html>', { kind: 'unknown', code: 'http/502' }],
    [
      'the page of a proxy that refuses',
      403,
      '<html>',
      { kind: 'failed', failure: { class: 'final', code: 'http/403' } },
    ],
    ['too many, without a code', 429, '', { kind: 'failed', failure: { class: 'limited', retryAfterMs: 60_000 } }],
    ['an error that is no object', 400, '{"error":"no"}', { kind: 'failed', failure: { class: 'final' } }],
  ])('send: %s', async (_, status, body, result) => {
    answerWith(status, body);
    await expect(send()).resolves.toMatchObject(result);
  });

  it('send: an answer that is cut off in the middle', async () => {
    stage.answerWith((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"message_id":');
      response.socket?.end();
    });
    await expect(send()).resolves.toMatchObject({ kind: 'unknown' });
  });

  it('a read that failed for an unknown reason has done no harm: it may be tried again', async () => {
    answerWith(500, '');
    await expect(graph.readThread(account, 'p1')).rejects.toMatchObject({
      name: 'GraphError',
      failure: { class: 'transient', code: 'http/500' },
    });
  });

  it.each([
    ['no thread', '{"data":[]}'],
    ['no messages in it', '{"data":[{"id":"t"}]}'],
    ['no list at all', '{}'],
  ])('readThread: %s', async (_, body) => {
    answerWith(200, body);
    await expect(graph.readThread(account, 'p1')).resolves.toEqual([]);
  });

  it('readThread: messages without a sender or a text, in any order, come newest first', async () => {
    const messages = [
      { id: 'old', created_time: '2026-07-12T19:11:07+0000', from: { id: 'p1' }, message: 'x' },
      { id: 'new', created_time: '2026-07-12T19:11:08+0000' },
    ];
    answerWith(200, JSON.stringify({ data: [{ messages: { data: messages } }] }));
    await expect(graph.readThread(account, 'p1')).resolves.toEqual([
      { mid: 'new', fromId: '', text: '', attachmentTypes: [], at: new Date('2026-07-12T19:11:08Z') },
      { mid: 'old', fromId: 'p1', text: 'x', attachmentTypes: [], at: new Date('2026-07-12T19:11:07Z') },
    ]);
  });
});
