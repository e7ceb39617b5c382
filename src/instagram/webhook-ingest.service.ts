import { Inject, Injectable } from '@nestjs/common';
import { InboxFacade, type IncomingItem } from '../conversations';
import { APP_CONFIG, type AppConfig } from '../shared/config';
import { isNestedWithin, stableId } from '../shared/kernel';
import { Telemetry } from '../shared/observability';
import { AccountDirectory } from './account-directory.service';
import { type DecodedItem, decodeWebhook } from './domain/decode-webhook';
import { BATCH_ITEMS } from './domain/meta-limits';
import { isSigned } from './domain/verify-signature';

export type IngestResult = { status: 200 } | { status: 400 | 401 | 413 | 503; code: string; detail: string };

const refused = (status: 400 | 401 | 413 | 503, code: string, detail: string): IngestResult => ({
  status,
  code,
  detail,
});

/** From the raw bytes of a webhook to events that are safe: only then it is acknowledged. */
@Injectable()
export class WebhookIngest {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'meta'>,
    private readonly directory: AccountDirectory,
    private readonly inbox: InboxFacade,
    private readonly telemetry: Telemetry,
  ) {}

  async ingest(body: Buffer, signature: string | undefined, correlationId: string): Promise<IngestResult> {
    const done = this.telemetry.metrics.stage('ingest');
    const result = await this.take(body, signature, correlationId);
    if (result.status === 200) done();
    else this.telemetry.metrics.webhookRefusals.inc({ reason: result.code });
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
      const items = await Promise.all(decoded.map((item) => this.addressed(item)));
      const { stored, duplicates } = await this.inbox.accept(items, correlationId);
      this.count(items, stored, duplicates);
      this.telemetry.logger.event('info', 'webhook stored', { correlationId, count: stored });
      return { status: 200 };
    } catch (err) {
      this.telemetry.logger.event('error', 'webhook not stored', { correlationId, count: decoded.length, err });
      return refused(503, 'WEBHOOK.NOT_STORED', 'The events could not be stored; deliver them again.');
    }
  }

  /** Finds whose item it is. An item for an account that is not connected is kept for an admin. */
  private async addressed(item: DecodedItem): Promise<IncomingItem> {
    if (item.kind === 'unrecognised') return unrecognised(item.reason, item.igUserId, item.raw);
    const account = await this.directory.ofPlatformId(item.igUserId);
    if (account === null) return unrecognised('No connected account has this id.', item.igUserId, item.event);
    return { kind: 'event', workspaceId: account.workspaceId, accountId: account.accountId, event: item.event };
  }

  private count(items: readonly IncomingItem[], stored: number, duplicates: number): void {
    const { webhookItems } = this.telemetry.metrics;
    const strange = items.filter(({ kind }) => kind === 'unrecognised').length;
    webhookItems.inc({ outcome: 'unrecognised' }, strange);
    webhookItems.inc({ outcome: 'duplicate' }, duplicates);
    webhookItems.inc({ outcome: 'stored' }, Math.max(0, stored - strange));
  }
}

function unrecognised(reason: string, igUserId: string, raw: unknown): IncomingItem {
  // Nobody could store it, and one item must not keep the others of its batch from being stored.
  const item = isNestedWithin(raw) ? raw : '(nested too deeply to keep)';
  return { kind: 'unrecognised', reason, key: stableId(igUserId, JSON.stringify(item)), raw: { igUserId, item } };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // no webhook, as the caller says
  }
}
