import { createHmac } from 'node:crypto';
import type { ErasedLanes } from '../../src/conversations';
import type { Doorbell } from '../../src/conversations/turns/doorbell.service';
import { InboxFacade } from '../../src/conversations/receiving/inbox.facade';
import type { InboxWriter } from '../../src/conversations/receiving/inbox-writer.service';
import type { ReadReceipts } from '../../src/conversations/sending/read-receipts.service';
import type { MessagesRepository } from '../../src/conversations/repositories/messages.repository';
import type { InboxEventRow } from '../../src/conversations/schemas/inbox-event.schema';
import type { AccountDirectory, KnownAccount } from '../../src/instagram/account-directory.service';
import { type IngestResult, WebhookIngest } from '../../src/instagram/webhook-ingest.service';
import { type AccountId, Secret, type WorkspaceId } from '../../src/shared/kernel';
import { RecordingDiagnostics } from './diagnostics';
import { ManualClock } from './manual-clock';
import { standIn } from './stand-in';
import { TelemetryProbe } from './telemetry-probe';
import { SHOP } from './webhook-fixtures';

const ACCOUNT: KnownAccount = {
  accountId: 'a1' as AccountId,
  workspaceId: 'w1' as WorkspaceId,
  igUserId: SHOP,
  igScopedId: '5001',
  username: 'luna.studio',
  status: 'connected',
  token: new Secret('t'),
};

/** Where webhooks arrive, from their bytes to the rows that would be stored; one account is connected. */
export class IngestDesk {
  readonly telemetry = new TelemetryProbe();
  readonly rows = new Map<string, InboxEventRow>();
  private readonly ingest: WebhookIngest;

  constructor(
    private readonly secret = 'app-secret-of-the-tests',
    secrets: readonly string[] = [secret],
  ) {
    const meta = { appSecrets: secrets, verifyToken: '', graphUrl: '', graphVersion: '', sendsPerSecond: 1 };
    const inbox = new InboxFacade(
      standIn<InboxWriter>({ write: async (rows) => this.write(rows) }),
      standIn<MessagesRepository>({ ownMids: async () => new Set<string>() }),
      standIn<ReadReceipts>({ fold: async () => undefined }),
      standIn<Doorbell>({ ring: async () => undefined }),
      new ManualClock(),
      this.telemetry,
    );
    this.ingest = new WebhookIngest(
      { meta, receiving: { rawDays: 7 } },
      standIn<AccountDirectory>({
        ofPlatformId: async (id) => (id === SHOP ? ACCOUNT : null),
        noteWebhook: () => undefined,
      }),
      inbox,
      this.telemetry,
      new RecordingDiagnostics(),
      standIn<ErasedLanes>({ confirm: () => null, isClosed: () => false }),
    );
  }

  /** Rightly signed. */
  deliver(body: unknown): Promise<IngestResult> {
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    return this.post(bytes, this.signatureOf(bytes));
  }

  post(bytes: Buffer, signature: string | undefined): Promise<IngestResult> {
    return this.ingest.ingest(bytes, signature, 'corr');
  }

  signatureOf(bytes: Buffer, secret = this.secret): string {
    return `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;
  }

  /** Items by what became of them. */
  async counted(): Promise<Record<string, number>> {
    const outcomes = ['stored', 'duplicate', 'unrecognised', 'own', 'erased'];
    const counts = await Promise.all(
      outcomes.map(async (outcome) => [outcome, await this.telemetry.value('parley_webhook_items_total', { outcome })]),
    );
    return Object.fromEntries(counts) as Record<string, number>;
  }

  private write(rows: readonly InboxEventRow[]) {
    const stored = rows.filter((row) => {
      if (this.rows.has(row._id)) return false;
      this.rows.set(row._id, row);
      return true;
    });
    return { stored, duplicates: rows.length - stored.length, erased: 0 };
  }
}
