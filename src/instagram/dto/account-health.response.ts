import { ApiProperty } from '@nestjs/swagger';
import { ACCOUNT_STATUSES, type AccountStatus, maySend, reasonOf } from '../domain/account-state';
import { missingFields } from '../domain/subscription';
import type { InstagramAccountRow, NotedFailure } from '../schemas/instagram-account.schema';

class FailureResponse {
  /** `code/subcode` of Instagram, or a word for what happened before it answered. */
  code: string;

  message: string;

  at: Date;
}

class TokenHealthResponse {
  /** Absent when nobody knows, or when there is none. */
  expiresAt?: Date;

  issuedAt?: Date;

  /** When it will be renewed. */
  refreshDueAt?: Date;

  /** Why it could not be renewed the last time. */
  refreshFailure?: FailureResponse;
}

class SubscriptionHealthResponse {
  /** Whether all that matters is delivered. */
  complete: boolean;

  fields: string[];

  missing: string[];

  checkedAt?: Date;

  /** Between these two, the last time it was lost, webhooks may be missing. */
  lostAt?: Date;

  healedAt?: Date;

  failure?: FailureResponse;
}

export class AccountHealthResponse {
  accountId: string;

  @ApiProperty({ enum: ACCOUNT_STATUSES })
  status: AccountStatus;

  /** In words, with what to do. */
  reason: string;

  /** Since when it is in this state. */
  since: Date;

  /** Whether what waits is sent. */
  sendable: boolean;

  token: TokenHealthResponse;

  /** What the owner granted. */
  permissions: string[];

  subscription: SubscriptionHealthResponse;

  /** To the half minute. */
  lastWebhookAt?: Date;

  lastSendFailure?: FailureResponse;
}

export function toAccountHealthResponse(row: InstagramAccountRow): AccountHealthResponse {
  const { status, statusReason, statusAt, lastWebhookAt, lastSendFailure } = row;
  return {
    accountId: row._id,
    status,
    reason: reasonOf(status, statusReason),
    since: statusAt ?? row.updatedAt,
    sendable: maySend(status),
    token: tokenHealthOf(row),
    permissions: row.permissions ?? [],
    subscription: subscriptionHealthOf(row),
    ...given({ lastWebhookAt, lastSendFailure: shown(lastSendFailure) }),
  };
}

function tokenHealthOf({ tokenExpiresAt, tokenIssuedAt, refreshDueAt, refreshFailure }: InstagramAccountRow) {
  return given({
    expiresAt: tokenExpiresAt ?? undefined,
    issuedAt: tokenIssuedAt,
    refreshDueAt,
    refreshFailure: shown(refreshFailure),
  });
}

function subscriptionHealthOf({ subscription }: InstagramAccountRow): SubscriptionHealthResponse {
  const { fields = [], checkedAt, lostAt, healedAt, failure } = subscription ?? {};
  const missing = missingFields(fields);
  return {
    complete: missing.length === 0,
    fields,
    missing,
    ...given({ checkedAt, lostAt, healedAt, failure: shown(failure) }),
  };
}

const shown = (failure: NotedFailure | undefined) =>
  failure === undefined ? undefined : { code: failure.code, message: failure.message, at: failure.at };

/** Without what is undefined. */
function given<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> };
}
