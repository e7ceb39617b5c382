import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { ACCOUNT_STATUSES, type AccountStatus } from '../domain/account-state';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';

export class AccountResponse {
  id: string;

  /** mock: made up for demonstrations; nothing that it sends reaches anybody, and no report counts it. */
  @ApiProperty({ enum: ['live', 'mock'] })
  kind: 'live' | 'mock';

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

  /** People answer for seven days instead of one: Meta has given the app its Human Agent feature. */
  humanAgent: boolean;

  createdAt: Date;
}

export class AccountPageResponse extends PageOf(AccountResponse) {}

export function toAccountResponse(row: InstagramAccountRow): AccountResponse {
  const { _id: id, username, igUserId, name, profilePictureUrl, status, statusReason, statusAt, createdAt } = row;
  return {
    id,
    kind: row.kind ?? 'live',
    username,
    igUserId,
    ...(name === undefined ? {} : { name }),
    ...(profilePictureUrl === undefined ? {} : { profilePictureUrl }),
    status,
    ...(statusReason === undefined ? {} : { statusReason }),
    ...(statusAt === undefined ? {} : { statusAt }),
    humanAgent: row.humanAgent === true,
    createdAt,
  };
}

export function toAccountPageResponse(page: Page<InstagramAccountRow>): AccountPageResponse {
  return { ...page, items: page.items.map(toAccountResponse) };
}
