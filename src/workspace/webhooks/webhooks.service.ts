import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { type DomainEventType, DomainEvents } from '../../shared/events';
import {
  authorOf,
  Clock,
  decodeCursor,
  knownFields,
  newId,
  type Page,
  pageOf,
  type RequestContext,
} from '../../shared/kernel';
import { type EndpointChangeKind, endpointChanged } from './domain/endpoint-event';
import { type EndpointChange, WebhookEndpointsRepository } from './repositories/webhook-endpoints.repository';
import type { WebhookEndpointRow } from './schemas/webhook-endpoint.schema';
import { SigningSecrets } from './signing-secrets.service';
import { WebhookAdmission } from './webhook-admission.service';
import { webhookNotFound } from './webhooks.errors';

/** Beside a new one. */
const OLDER_SECRETS = 2;
const HOUR_MS = 3_600_000;
/** Longer than any process takes to notice. */
const GONE_AFTER_MS = HOUR_MS;

export interface WebhookWish {
  url: string;
  description: string;
  types: readonly DomainEventType[];
}

/** Where a workspace wants to have told what happens in it. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly secrets: SigningSecrets,
    private readonly admission: WebhookAdmission,
    private readonly changes: AuditedChanges,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list({ workspaceId }: RequestContext, limit: number, cursor?: string): Promise<Page<WebhookEndpointRow>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.endpoints.list(workspaceId, limit + 1, after);
    const current = rows.map((row) => this.withoutExpired(row));
    return pageOf(current, limit, ({ createdAt, _id }) => ({ at: createdAt, id: _id }));
  }

  /** @throws DomainError WEBHOOK.NOT_FOUND. */
  async get({ workspaceId }: RequestContext, id: string): Promise<WebhookEndpointRow> {
    return this.withoutExpired(found(await this.endpoints.find(workspaceId, id)));
  }

  /** The secret is told here and never again. @throws DomainError WEBHOOK.URL_REFUSED, WEBHOOK.TOO_MANY. */
  async create(context: RequestContext, wish: WebhookWish): Promise<{ endpoint: WebhookEndpointRow; secret: string }> {
    await this.admission.checkAddress(wish.url);
    const { workspaceId } = context;
    const now = this.clock.now();
    const owner = { _id: newId(now), workspaceId };
    const { stored, text } = this.secrets.create(owner, now);
    const { url, description, types } = wish;
    const row = { ...owner, url, description, types: [...new Set(types)], active: true, secrets: [stored] };
    const endpoint = { ...row, ...authorId(context), createdAt: now, changedAt: now };
    await this.changes.run(context, async (record) => {
      await this.admission.takePlace(workspaceId);
      const { changedAt: _changedAt, ...inserted } = endpoint;
      await this.endpoints.insert(inserted);
      await record({ action: 'webhook.created', workspaceId, target: owner._id, details: detailsOf(endpoint) });
      await this.tell(endpoint, 'created');
    });
    return { endpoint, secret: text };
  }

  /** Switched on, it begins anew, whatever had failed. @throws DomainError WEBHOOK.NOT_FOUND, WEBHOOK.URL_REFUSED. */
  async change(
    context: RequestContext,
    id: string,
    wish: Partial<WebhookWish> & { active?: boolean },
  ): Promise<WebhookEndpointRow> {
    if (wish.url !== undefined) await this.admission.checkAddress(wish.url);
    const { types, ...plain } = wish;
    const change: EndpointChange = knownFields({
      ...plain,
      types: types === undefined ? undefined : [...new Set(types)],
    });
    const forgotten =
      wish.active === true ? (['disabledAt', 'disabledReason', 'failingSince', 'pausedUntil'] as const) : [];
    return this.changes.run(context, async (record) => {
      const { workspaceId } = context;
      const changed = found(await this.endpoints.change(workspaceId, id, change, forgotten));
      // What was left when it was switched off goes on.
      if (wish.active === true) await this.endpoints.ring(workspaceId, [id], this.clock.now());
      await record({ action: 'webhook.changed', workspaceId, target: id, details: detailsOf(changed) });
      await this.tell(changed, 'changed');
      return changed;
    });
  }

  /** Deliveries are signed with the older secret, too, until it ends. @throws DomainError WEBHOOK.NOT_FOUND. */
  async rotateSecret(context: RequestContext, id: string, overlapHours: number) {
    const { workspaceId } = context;
    const now = this.clock.now();
    const { stored, text } = this.secrets.create({ _id: id, workspaceId }, now);
    const endsAt = new Date(now.getTime() + overlapHours * HOUR_MS);
    const endpoint = await this.changes.run(context, async (record) => {
      const { secrets } = found(await this.endpoints.find(workspaceId, id));
      const older = secrets
        .map((secret) => ({ ...secret, expiresAt: earlier(secret.expiresAt, endsAt) }))
        .filter(({ expiresAt }) => expiresAt > now)
        .slice(-OLDER_SECRETS);
      const changed = found(await this.endpoints.change(workspaceId, id, { secrets: [...older, stored] }));
      await record({ action: 'webhook.secret-rotated', workspaceId, target: id, details: { overlapHours } });
      await this.tell(changed, 'changed');
      return changed;
    });
    return { endpoint, secret: text };
  }

  /** @throws DomainError WEBHOOK.NOT_FOUND. */
  async delete(context: RequestContext, id: string): Promise<void> {
    const { workspaceId } = context;
    const expiresAt = new Date(this.clock.now().getTime() + GONE_AFTER_MS);
    await this.changes.run(context, async (record) => {
      const endpoint = found(await this.endpoints.find(workspaceId, id));
      if (!(await this.endpoints.delete(workspaceId, id, expiresAt))) throw webhookNotFound();
      await record({ action: 'webhook.deleted', workspaceId, target: id, details: detailsOf(endpoint) });
      await this.tell({ ...endpoint, active: false }, 'deleted');
    });
  }

  /** Secrets that sign no more are dropped from the row when the next one comes. */
  private withoutExpired(endpoint: WebhookEndpointRow): WebhookEndpointRow {
    const now = this.clock.now();
    const secrets = endpoint.secrets.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now);
    return { ...endpoint, secrets };
  }

  private async tell(endpoint: WebhookEndpointRow, change: EndpointChangeKind): Promise<void> {
    await this.events.record(endpointChanged(endpoint, change, this.clock.now()));
  }
}

const authorId = (context: RequestContext) => {
  const { userId } = authorOf(context);
  return userId === undefined ? {} : { createdBy: userId };
};

const earlier = (one: Date | undefined, other: Date): Date => (one !== undefined && one < other ? one : other);

/** Of the address only where it is: the rest may hold a secret. */
const detailsOf = ({ url, active, types }: WebhookEndpointRow) => ({
  host: new URL(url).host,
  active,
  types: types.join(' '),
});

function found(endpoint: WebhookEndpointRow | null): WebhookEndpointRow {
  if (endpoint === null) throw webhookNotFound();
  return endpoint;
}
