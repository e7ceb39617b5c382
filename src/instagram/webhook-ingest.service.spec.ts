import { createHmac } from 'node:crypto';
import { standIn } from '../../test/support/stand-in';
import { RecordingDiagnostics } from '../../test/support/diagnostics';
import { TelemetryProbe } from '../../test/support/telemetry-probe';
import {
  DASHBOARD_TEST,
  HANDLED_CHANGES,
  OWN_COMMENTS,
  UNHANDLED_WEBHOOKS,
} from '../../test/support/webhook-change-fixtures';
import { envelopeOf, SHOP, webhookOf } from '../../test/support/webhook-fixtures';
import type { ErasedLanes, InboxFacade, IncomingItem } from '../conversations';
import { type AccountId, DomainError, type WorkspaceId } from '../shared/kernel';
import type { AccountDirectory, KnownAccount } from './account-directory.service';
import { erasedAccountKey } from './domain/erased-account';
import { BATCH_ITEMS } from './domain/meta-limits';
import { WebhookIngest } from './webhook-ingest.service';

const SECRET = 'app-secret-of-the-tests';
const OWNER = { accountId: 'a1' as AccountId, workspaceId: 'w1' as WorkspaceId };
const ACCOUNT = { igUserId: SHOP, igScopedId: '5001', username: 'luna.studio' };
const signatureOf = (body: Buffer) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
const text = (mid: string) => ({ message: { mid, text: 'Hi' } });

describe('WebhookIngest', () => {
  let accepted: IncomingItem[][];
  let duplicates: number;
  let failure: Error | undefined;
  let telemetry: TelemetryProbe;
  let diagnostics: RecordingDiagnostics;
  let ingest: WebhookIngest;
  let status: KnownAccount['status'];
  let heard: string[];
  let erased: Set<string>;

  beforeEach(() => {
    [accepted, duplicates, failure] = [[], 0, undefined];
    erased = new Set();
    telemetry = new TelemetryProbe();
    diagnostics = new RecordingDiagnostics();
    [status, heard] = ['connected', []];
    ingest = new WebhookIngest(
      {
        meta: {
          appSecrets: ['another-secret-of-ours', SECRET],
          verifyToken: '',
          graphUrl: '',
          graphVersion: '',
          sendsPerSecond: 1,
        },
        receiving: { rawDays: 7 },
      },
      standIn<AccountDirectory>({
        ofPlatformId: (id) => Promise.resolve(id === SHOP ? ({ ...ACCOUNT, status, ...OWNER } as KnownAccount) : null),
        noteWebhook: ({ accountId }) => void heard.push(accountId),
      }),
      standIn<InboxFacade>({
        accept: (items) => {
          if (failure !== undefined) return Promise.reject(failure);
          accepted.push([...items]);
          return Promise.resolve({ stored: items.length - duplicates, duplicates, erased: 0 });
        },
      }),
      telemetry,
      diagnostics,
      standIn<ErasedLanes>({ confirm: () => null, isClosed: (key) => erased.has(key) }),
    );
  });

  const deliver = (body: unknown, signature?: string) => {
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    return ingest.ingest(bytes, signature ?? signatureOf(bytes), 'corr');
  };
  const items = (outcome: string) => telemetry.value('parley_webhook_items_total', { outcome });
  const refusals = (reason: string) => telemetry.value('parley_webhook_refusals_total', { reason });

  it('stores nothing for an account that was disconnected, and says that it was heard of for none but the others', async () => {
    await deliver(webhookOf(text('m1')));
    status = 'disconnected';
    await expect(deliver(webhookOf(text('m2')))).resolves.toEqual({ status: 200 });
    expect(accepted).toMatchObject([[{ event: { mid: 'm1' } }], []]);
    expect(heard).toEqual([OWNER.accountId]);
  });

  it('keeps of an item that is nested too deeply to store only that it came', async () => {
    const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    await expect(deliver(`{"object":"instagram","entry":[{"id":"${SHOP}","messaging":[${deep}]}]}`)).resolves.toEqual({
      status: 200,
    });
    expect(accepted).toMatchObject([[{ kind: 'unrecognised', raw: { item: '(nested too deeply to keep)' } }]]);
  });

  it('hands on the events of a connected account with its workspace', async () => {
    await expect(deliver(webhookOf(text('m1'), text('m2')))).resolves.toEqual({ status: 200 });
    expect(accepted).toMatchObject([
      [
        { kind: 'event', ...OWNER, event: { kind: 'message', mid: 'm1' } },
        { kind: 'event', ...OWNER, event: { mid: 'm2' } },
      ],
    ]);
    expect(await items('stored')).toBe(2);
    expect(telemetry.lines).toMatchObject([{ level: 'info', fields: { correlationId: 'corr', count: 2 } }]);
  });

  it('401: refuses a wrong signature, or none, and hands on nothing', async () => {
    await expect(deliver(webhookOf(text('m1')), `sha256=${'0'.repeat(64)}`)).resolves.toMatchObject({
      status: 401,
      code: 'WEBHOOK.SIGNATURE',
    });
    await expect(ingest.ingest(Buffer.from('{}'), undefined, 'corr')).resolves.toMatchObject({ status: 401 });
    expect(accepted).toEqual([]);
    expect(await refusals('WEBHOOK.SIGNATURE')).toBe(2);
  });

  it.each(['', 'no json', '[]', '{"object":"instagram"}'])(
    '400: a signed body that is no webhook: %j',
    async (body) => {
      await expect(deliver(body)).resolves.toMatchObject({ status: 400, code: 'WEBHOOK.BODY' });
      expect(accepted).toEqual([]);
    },
  );

  it.each([
    [BATCH_ITEMS, 200],
    [BATCH_ITEMS + 1, 413],
  ])('%i items: %i', async (count, status) => {
    const many = webhookOf(...Array.from({ length: count }, (_, index) => text(`m${index}`)));
    await expect(deliver(many)).resolves.toMatchObject({ status });
    expect(accepted).toHaveLength(status === 200 ? 1 : 0);
  });

  it('503: acknowledges nothing that is not stored', async () => {
    failure = new DomainError('INBOX.UNAVAILABLE', 'unavailable', 'no');
    await expect(deliver(webhookOf(text('m1')))).resolves.toMatchObject({ status: 503, code: 'WEBHOOK.NOT_STORED' });
    expect(telemetry.lines).toMatchObject([
      { level: 'error', fields: { correlationId: 'corr', count: 1, err: failure } },
    ]);
    expect(await refusals('WEBHOOK.NOT_STORED')).toBe(1);
    expect(await items('stored')).toBe(0);
  });

  it('200: keeps what it does not know beside what it knows', async () => {
    const bodies = UNHANDLED_WEBHOOKS.map(([, body]) => body);
    const all = envelopeOf(...bodies.flatMap(({ entry }) => entry), ...webhookOf(text('m1')).entry);
    await expect(deliver(all)).resolves.toEqual({ status: 200 });
    const kinds = accepted[0]?.map(({ kind }) => kind);
    expect(kinds).toEqual([...bodies.map(() => 'unrecognised'), 'event']);
    expect(await items('unrecognised')).toBe(bodies.length);
    expect(await items('stored')).toBe(1);
  });

  it('200: keeps what is for an account that is not connected', async () => {
    const [entry] = webhookOf(text('m1')).entry as object[];
    await deliver(envelopeOf({ ...entry, id: '999' }));
    expect(accepted[0]).toMatchObject([
      {
        kind: 'unrecognised',
        reason: expect.stringContaining('No connected account') as string,
        raw: { igUserId: '999' },
      },
    ]);
  });

  it('gives what it does not know the same key in every delivery, and another for another', async () => {
    const strange = (mid: string) => webhookOf({ hologram: { mid } });
    for (const body of [strange('m1'), strange('m1'), strange('m2')]) await deliver(body);
    const [first, again, other] = accepted.map(([item]) => item?.kind === 'unrecognised' && item.key);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  it('counts duplicates apart', async () => {
    duplicates = 1;
    await deliver(webhookOf(text('m1'), text('m2')));
    expect([await items('duplicate'), await items('stored')]).toEqual([1, 1]);
  });

  it('200: drops what is for an account that was erased, known or not, until somebody connects it again', async () => {
    erased.add(erasedAccountKey('999')).add(erasedAccountKey(SHOP));
    const [entry] = webhookOf(text('m1')).entry as object[];
    const [strange] = webhookOf({ hologram: {} }).entry as object[];
    const gone = [entry, strange].map((one) => ({ ...one, id: '999' }));
    await expect(deliver(envelopeOf(...gone, ...webhookOf(text('m3')).entry))).resolves.toEqual({ status: 200 });
    expect(accepted[0]).toMatchObject([{ kind: 'event', workspaceId: 'w1' }]);
    expect(await items('erased')).toBe(2);
  });

  it.each(OWN_COMMENTS)('200: leaves out a comment of the account itself, known %s', async (_, body) => {
    await expect(deliver(envelopeOf(...body.entry, ...webhookOf(text('m1')).entry))).resolves.toEqual({ status: 200 });
    expect(accepted[0]).toMatchObject([{ kind: 'event', event: { kind: 'message' } }]);
    expect([await items('own'), await items('stored')]).toEqual([1, 1]);
  });

  it.each(HANDLED_CHANGES)('hands on a %s', async (_, body, event) => {
    await deliver(body);
    expect(accepted[0]).toMatchObject([{ kind: 'event', ...OWNER, event }]);
  });

  it('takes the dashboard’s test for what it is, whatever account it names', async () => {
    const [test] = DASHBOARD_TEST.entry as object[];
    await deliver(envelopeOf({ ...test, id: SHOP }));
    expect(accepted[0]).toMatchObject([{ kind: 'unrecognised', reason: expect.stringContaining('test') as string }]);
  });

  describe('items as they came', () => {
    const rawOf = () => accepted[0]?.map((item) => (item.kind === 'event' ? item.raw : undefined));

    it('are kept beside the event, word for word', async () => {
      await deliver(webhookOf({ ...text('m1'), unheard_of: 7 }));
      expect(rawOf()?.map((raw) => JSON.parse(raw ?? '') as unknown)).toMatchObject([{ unheard_of: 7, ...text('m1') }]);
    });

    it('are not kept when they are very long, or too deep to store', async () => {
      const deep: unknown = JSON.parse(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`);
      await deliver(webhookOf({ ...text('m1'), long: 'x'.repeat(40_000) }, { ...text('m2'), deep }));
      expect(rawOf()).toEqual([undefined, undefined]);
    });

    it('hold no token that lets its holder write to somebody', async () => {
      await deliver(webhookOf({ optin: { type: 'notification_messages', notification_messages_token: 'SECRET' } }));
      expect(rawOf()?.[0]).toContain('notification_messages');
      expect(JSON.stringify(accepted)).not.toContain('SECRET');
    });
  });
});
