import { Inject, Injectable } from '@nestjs/common';
import { type Accepted, ErasedLanes, InboxFacade, type IncomingItem } from '../conversations';
import { APP_CONFIG, type AppConfig } from '../shared/config';
import { DiagnosticLog, Telemetry } from '../shared/observability';
import { AccountDirectory } from './account-directory.service';
import { type DecodedItem, decodeWebhook } from './domain/decode-webhook';
import { isHeld } from './domain/account-state';
import { erasedAccountKey } from './domain/erased-account';
import { isOwnComment, rawTextOf, unrecognisedItem } from './domain/incoming-item';
import { BATCH_ITEMS } from './domain/meta-limits';
import { isSigned } from './domain/verify-signature';

export type IngestResult = { status: 200 } | { status: 400 | 401 | 413 | 503; code: string; detail: string };

const refused = (status: 400 | 401 | 413 | 503, code: string, detail: string): IngestResult => ({
  status,
  code,
  detail,
});

/** What becomes of an item: it is handed on, its account is gone, or the account itself has caused it. */
type Addressed = IncomingItem | 'gone' | 'own';

/** From the raw bytes of a webhook to events that are safe: only then it is acknowledged. */
@Injectable()
export class WebhookIngest {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'meta' | 'receiving'>,
    private readonly directory: AccountDirectory,
    private readonly inbox: InboxFacade,
    private readonly telemetry: Telemetry,
    private readonly diagnostics: DiagnosticLog,
    private readonly erased: ErasedLanes,
  ) {}

  async ingest(body: Buffer, signature: string | undefined, correlationId: string): Promise<IngestResult> {
    const done = this.telemetry.metrics.stage('ingest');
    const result = await this.take(body, signature, correlationId);
    if (result.status === 200) done();
    else this.refuse(result.code, correlationId);
    return result;
  }

  private async take(body: Buffer, signature: string | undefined, correlationId: string): Promise<IngestResult> {
    if (!isSigned(body, signature, this.config.meta.appSecrets))
      return refused(401, 'WEBHOOK.SIGNATURE', 'The signature does not fit the body.');
    const decoded = decodeWebhook(parse(body));
    if (decoded === null) return refused(400, 'WEBHOOK.BODY', 'The body is not a webhook of Instagram.');
    if (decoded.length > BATCH_ITEMS)
      return refused(413, 'WEBHOOK.TOO_MANY', `A webhook may hold at most ${BATCH_ITEMS} items.`);
    try {
      const addressed = await Promise.all(decoded.map((item) => this.addressed(item)));
      const items = addressed.filter((item) => item !== 'gone' && item !== 'own');
      const { erased, ...counts } = await this.inbox.accept(items, correlationId);
      const { stored } = counts;
      const gone = addressed.filter((item) => item === 'gone').length;
      this.count(items, { ...counts, erased: erased + gone });
      this.telemetry.metrics.webhookItems.inc({ outcome: 'own' }, decoded.length - items.length - gone);
      this.showStored(items, { ...counts, correlationId });
      this.telemetry.logger.event('info', 'webhook stored', { correlationId, count: stored });
      return { status: 200 };
    } catch (err) {
      this.telemetry.logger.event('error', 'webhook not stored', { correlationId, count: decoded.length, err });
      return refused(503, 'WEBHOOK.NOT_STORED', 'The events could not be stored; deliver them again.');
    }
  }

  /** Finds whose item it is. An item for an account that is not connected is kept for an admin. */
  private async addressed(item: DecodedItem): Promise<Addressed> {
    const { igUserId, raw } = item;
    if (await this.isErased(igUserId)) return 'gone';
    if (item.kind === 'unrecognised') return unrecognisedItem(item.reason, igUserId, raw);
    const account = await this.directory.ofPlatformId(igUserId);
    if (account === null) return unrecognisedItem('No connected account has this id.', igUserId, raw);
    // Whoever disconnected it wants nothing of it stored, also while Instagram still delivers.
    if (!isHeld(account.status)) return 'gone';
    this.directory.noteWebhook(account);
    const { event } = item;
    if (isOwnComment(event, account)) return 'own';
    const text = this.config.receiving.rawDays === 0 ? undefined : rawTextOf(event, raw);
    const { workspaceId, accountId } = account;
    return { kind: 'event', workspaceId, accountId, event, ...(text === undefined ? {} : { raw: text }) };
  }

  private async isErased(igUserId: string): Promise<boolean> {
    await this.erased.confirm();
    if (!this.erased.isClosed(erasedAccountKey(igUserId))) return false;
    // Another workspace may have connected it since.
    return (await this.directory.ofPlatformId(igUserId)) === null;
  }

  private refuse(reason: string, correlationId: string): void {
    this.telemetry.metrics.webhookRefusals.inc({ reason });
    const details = { reason };
    this.diagnostics.log({
      category: 'instagram_webhook',
      level: 'warn',
      message: 'webhook.refused',
      correlationId,
      details,
    });
  }

  private showStored(
    items: readonly IncomingItem[],
    { correlationId, ...counts }: { stored: number; duplicates: number; correlationId: string },
  ): void {
    if (!this.diagnostics.isOn('instagram_webhook')) return;
    const [first] = items;
    const workspaceId = first?.kind === 'event' ? { workspaceId: first.workspaceId } : {};
    this.diagnostics.log({
      category: 'instagram_webhook',
      level: 'info',
      message: 'webhook.stored',
      correlationId,
      ...workspaceId,
      details: { items: items.length, ...counts },
    });
  }

  private count(items: readonly IncomingItem[], { stored, duplicates, erased }: Accepted): void {
    const { webhookItems } = this.telemetry.metrics;
    const strange = items.filter(({ kind }) => kind === 'unrecognised').length;
    webhookItems.inc({ outcome: 'unrecognised' }, strange);
    webhookItems.inc({ outcome: 'duplicate' }, duplicates);
    webhookItems.inc({ outcome: 'erased' }, erased);
    webhookItems.inc({ outcome: 'stored' }, Math.max(0, stored - strange));
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // no webhook, as the caller says
  }
}
