import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { ACCOUNT_STATUSES, type AccountStatus } from '../domain/account-state';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';

export class AccountResponse {
  id: string;

  username: string;

  /** Instagram's id of the professional account. */
  igUserId: string;

  /** Absent when Instagram has none. */
  name?: string;

  /** Ends after some days. */
  profilePictureUrl?: string;

  /** Only a connected or expiring account sends; the others keep what waits to be sent until they are connected again. */
  @ApiProperty({ enum: ACCOUNT_STATUSES })
  status: AccountStatus;

  /** In words, with what to do. */
  statusReason?: string;

  /** Since when it is in this state. */
  statusAt?: Date;

  createdAt: Date;
}

export class AccountPageResponse extends PageOf(AccountResponse) {}

export function toAccountResponse(row: InstagramAccountRow): AccountResponse {
  const { _id: id, username, igUserId, name, profilePictureUrl, status, statusReason, statusAt, createdAt } = row;
  return {
    id,
    username,
    igUserId,
    ...(name === undefined ? {} : { name }),
    ...(profilePictureUrl === undefined ? {} : { profilePictureUrl }),
    status,
    ...(statusReason === undefined ? {} : { statusReason }),
    ...(statusAt === undefined ? {} : { statusAt }),
    createdAt,
  };
}

export function toAccountPageResponse(page: Page<InstagramAccountRow>): AccountPageResponse {
  return { ...page, items: page.items.map(toAccountResponse) };
}
