import { Type } from 'class-transformer';
import { IsDate, IsOptional, Matches } from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../shared/http';
import type { AuditFilter } from '../repositories/audit-entries.repository';

const isId = () => Matches(ID_PATTERN, { message: 'must be an id' });

/** What owners and platform admins may filter by. */
export class WorkspaceAuditQuery extends PageQuery {
  /** The person who did it. */
  @IsOptional()
  @isId()
  userId?: string;

  /** @example "member.role-changed" */
  @IsOptional()
  @Matches(/^[\w.-]{1,64}$/, { message: 'must be the name of an action' })
  action?: string;

  /** From this time on. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Before this time. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;
}

export class AuditQuery extends WorkspaceAuditQuery {
  @IsOptional()
  @isId()
  workspaceId?: string;
}

/** The filters alone, those that were given. */
export function auditFilterOf(query: AuditQuery): AuditFilter {
  const fields = ['workspaceId', 'userId', 'action', 'from', 'to'] as const;
  return Object.fromEntries(fields.flatMap((field) => (query[field] === undefined ? [] : [[field, query[field]]])));
}
