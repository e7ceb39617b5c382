import { Secret } from '../../src/shared/kernel';
import type { GraphAccount, MetaGraph } from '../../src/shared/providers/meta-graph';
import { HttpMetaPeople } from '../../src/shared/providers/meta-graph/http-meta-people';
import { HttpMetaGraph, type MetaConfig } from '../../src/shared/providers/meta-graph/http-meta-graph';

/** What Graph does with the next call. */
export type Situation =
  | 'accepts'
  | 'window-closed'
  | 'token-revoked'
  | 'limited-for-7-minutes'
  | 'breaks-before'
  | 'breaks-after'
  | 'hangs'
  | 'resets-after-accepting'
  | 'consent-missing';

/** Something that speaks Graph's side over HTTP. */
export interface GraphStage {
  url: string;
  igUserId: string;
  token: string;
  participantId: string;
  set(situation: Situation): Promise<void>;
  /** Texts that were truly accepted, in order. */
  accepted(): Promise<string[]>;
  /** The participant writes first, so that a thread and a profile can be read. */
  participantWrites(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Of the app that the simulator of these tests knows. */
export const APP_ID = '990000000000001';
export const APP_SECRET = 'app-secret-of-contract-tests';

/** Long enough for a busy machine, short enough for a test. */
const TIMEOUT_MS = 400;

export const metaConfigAt = (graphUrl: string, login: Partial<MetaConfig['instagramLogin']> = {}): MetaConfig => ({
  meta: { appSecrets: [], verifyToken: '', graphUrl, graphVersion: 'v25.0', sendsPerSecond: 100 },
  messagePath: {
    concurrency: 1,
    leaseMs: 1,
    sweepMs: 1,
    pendingAgeMs: 1,
    sendDeadlineMs: 1,
    sendTimeoutMs: TIMEOUT_MS,
    unknownFirstReadMs: 1,
    unknownSecondReadMs: 1,
  },
  instagramLogin: {
    appId: APP_ID,
    appSecret: APP_SECRET,
    hasOwnAppSecret: true,
    redirectUrl: 'https://parley.example/v1/instagram/callback',
    returnUrl: undefined,
    loginUrl: graphUrl,
    tokenUrl: graphUrl,
    pkce: false,
    appSecretProof: false,
    ...login,
  },
});

export const graphAt = (graphUrl: string): HttpMetaGraph => new HttpMetaGraph(metaConfigAt(graphUrl));

/** What every implementation of Graph's side and ours must agree on. */
export function describeMetaGraphContract(name: string, open: () => Promise<GraphStage>): void {
  describe(`MetaGraph against ${name}`, () => {
    let stage: GraphStage;
    let client: HttpMetaGraph;
    let graph: MetaGraph;
    let people: HttpMetaPeople;
    let account: GraphAccount;

    beforeEach(async () => {
      stage = await open();
      client = graphAt(stage.url);
      graph = client;
      people = new HttpMetaPeople(metaConfigAt(stage.url));
      account = { igUserId: stage.igUserId, token: new Secret(stage.token) };
      await stage.participantWrites('Hi');
    });

    afterEach(async () => {
      await stage.close();
      await client.onApplicationShutdown();
      await people.onApplicationShutdown();
    });

    const send = (text = 'Hello') => graph.send(account, { recipient: { id: stage.participantId }, message: { text } });

    it('sends a message and knows its id', async () => {
      await stage.set('accepts');
      await expect(send('Hello ä👋')).resolves.toEqual({ kind: 'sent', mid: expect.stringMatching(/.+/) as string });
      await expect(stage.accepted()).resolves.toEqual(['Hello ä👋']);
    });

    it('gives two messages two ids', async () => {
      await stage.set('accepts');
      expect(await send('one')).not.toEqual(await send('two'));
      await expect(stage.accepted()).resolves.toEqual(['one', 'two']);
    });

    it.each<[Situation, object]>([
      ['window-closed', { class: 'final', code: '10/2534022' }],
      ['token-revoked', { class: 'account', code: '190/460' }],
      ['limited-for-7-minutes', { class: 'limited', retryAfterMs: 7 * 60_000 }],
    ])('%s: surely not sent', async (situation, failure) => {
      await stage.set(situation);
      await expect(send()).resolves.toMatchObject({ kind: 'failed', failure });
      await expect(stage.accepted()).resolves.toEqual([]);
    });

    it.each<[Situation, object, string[]]>([
      ['breaks-before', { kind: 'unknown' }, []],
      ['breaks-after', { kind: 'unknown' }, ['Hello']],
      ['resets-after-accepting', { kind: 'unknown' }, ['Hello']],
      ['hangs', { kind: 'unknown', code: 'TimeoutError' }, []],
    ])('%s: nobody knows, whatever happened', async (situation, result, accepted) => {
      await stage.set(situation);
      await expect(send()).resolves.toMatchObject(result);
      await expect(stage.accepted()).resolves.toEqual(accepted);
    });

    it('knows that nothing was sent when nobody listens', async () => {
      await stage.close();
      await expect(send()).resolves.toMatchObject({
        kind: 'failed',
        failure: { class: 'transient', code: 'ECONNREFUSED' },
      });
      await expect(graph.readThread(account, stage.participantId)).rejects.toMatchObject({
        failure: { class: 'transient' },
      });
    });

    it('reads a thread, newest first, telling who wrote what', async () => {
      await stage.set('accepts');
      const sent = await send('Hello');
      const thread = await graph.readThread(account, stage.participantId);
      expect(thread.map(({ fromId, text }) => [fromId === stage.participantId, text])).toEqual([
        [false, 'Hello'],
        [true, 'Hi'],
      ]);
      expect(thread[0]?.mid).toBe(sent.kind === 'sent' ? sent.mid : '');
      expect(thread.every(({ at }) => !Number.isNaN(at.getTime()))).toBe(true);
    });

    it('has an empty thread with a stranger', async () => {
      await stage.set('accepts');
      await expect(graph.readThread(account, '900000000000999')).resolves.toEqual([]);
    });

    it('cannot read a thread when the token is revoked: that is no empty thread', async () => {
      await stage.set('token-revoked');
      await expect(graph.readThread(account, stage.participantId)).rejects.toMatchObject({
        name: 'GraphError',
        failure: { class: 'account' },
      });
    });

    it('reads a profile', async () => {
      await stage.set('accepts');
      await expect(people.readPerson(account, stage.participantId)).resolves.toMatchObject({
        name: 'Jane Doe',
        username: 'jane.doe',
      });
    });

    it('has no profile of a person who has not consented', async () => {
      await stage.set('consent-missing');
      await expect(people.readPerson(account, stage.participantId)).resolves.toBeNull();
    });

    it('cannot read a profile when the token is revoked', async () => {
      await stage.set('token-revoked');
      await expect(people.readPerson(account, stage.participantId)).rejects.toMatchObject({
        failure: { class: 'account' },
      });
    });
  });
}
