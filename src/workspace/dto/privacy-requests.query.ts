import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '../../shared/http';
import { PRIVACY_REQUEST_STATUSES, type PrivacyRequestStatus } from '../domain/privacy/privacy-request';

export class PrivacyRequestsQuery extends PageQuery {
  /** What needs somebody is what failed. */
  @IsOptional()
  @IsIn(PRIVACY_REQUEST_STATUSES)
  status: PrivacyRequestStatus = 'failed';
}
