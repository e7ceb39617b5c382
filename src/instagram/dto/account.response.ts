import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { AccountStatus, InstagramAccountRow } from '../schemas/instagram-account.schema';

const STATUSES: AccountStatus[] = ['connected', 'revoked', 'disconnected'];

export class AccountResponse {
  id: string;

  username: string;

  /** Instagram's id of the professional account. */
  igUserId: string;

  /** Only a connected account sends; a revoked one must be connected again, and keeps what waits to be sent. */
  @ApiProperty({ enum: STATUSES })
  status: AccountStatus;

  statusReason?: string;

  createdAt: Date;
}

export class AccountPageResponse extends PageOf(AccountResponse) {}

export function toAccountPageResponse(page: Page<InstagramAccountRow>): AccountPageResponse {
  const items = page.items.map(({ _id: id, username, igUserId, status, statusReason, createdAt }) => ({
    id,
    username,
    igUserId,
    status,
    statusReason,
    createdAt,
  }));
  return { ...page, items };
}
