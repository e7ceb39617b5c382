import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import {
  PRIVACY_REQUEST_KINDS,
  PRIVACY_REQUEST_STATUSES,
  type PrivacyRequest,
  type PrivacyRequestKind,
  type PrivacyRequestStatus,
  SUBJECT_KINDS,
} from '../domain/privacy/privacy-request';

export class PrivacySubjectResponse {
  @ApiProperty({ enum: SUBJECT_KINDS })
  kind: string;

  /** Of the contact, the user or the workspace, or a share of an account’s conversations. */
  id: string;
}

export class PrivacyProgressResponse {
  /** What is done, such as `erase:messages`. */
  step: string;

  /** Rows so far. */
  @ApiProperty({ type: 'integer' })
  count: number;

  done: boolean;
}

export class PrivacyRequestResponse {
  id: string;

  @ApiProperty({ enum: PRIVACY_REQUEST_KINDS })
  kind: PrivacyRequestKind;

  /** Whom it is about. */
  subject: PrivacySubjectResponse;

  /** Id of a user; absent when a deletion led to it. */
  requestedBy?: string;

  @ApiProperty({ enum: PRIVACY_REQUEST_STATUSES })
  status: PrivacyRequestStatus;

  @ApiProperty({ type: [PrivacyProgressResponse] })
  progress: PrivacyProgressResponse[];

  /** Why the last attempt failed; it is repeated until `status` is `failed`. */
  errorCode?: string;

  createdAt: Date;

  startedAt?: Date;

  finishedAt?: Date;

  /** Of an export that is done. */
  downloadableUntil?: Date;
}

export class PrivacyRequestPageResponse extends PageOf(PrivacyRequestResponse) {}

export class AdminPrivacyRequestResponse extends PrivacyRequestResponse {
  /** Absent for what a user asked about their own account. */
  workspaceId?: string;
}

export class AdminPrivacyRequestPageResponse extends PageOf(AdminPrivacyRequestResponse) {}

export const adminPrivacyRequestResponse = (request: PrivacyRequest): AdminPrivacyRequestResponse => ({
  ...privacyRequestResponse(request),
  workspaceId: request.workspaceId,
});

export function privacyRequestResponse(request: PrivacyRequest): PrivacyRequestResponse {
  const { id, kind, subject, requestedBy, status, progress } = request;
  const { errorCode, createdAt, startedAt, finishedAt, downloadableUntil } = request;
  const about = { kind: subject.kind, id: subject.id };
  return {
    ...{ id, kind, subject: about, requestedBy, status, progress },
    ...{ errorCode, createdAt, startedAt, finishedAt, downloadableUntil },
  };
}
