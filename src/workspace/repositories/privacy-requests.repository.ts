import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { olderThan } from '../../shared/database';
import type { CursorPosition, UserId, WorkspaceId } from '../../shared/kernel';
import {
  openKeyOf,
  type PrivacyRequest,
  type PrivacyRequestStatus,
  sourcesOf,
  type StepProgress,
} from '../domain/privacy/privacy-request';
import { PRIVACY_REQUESTS, type PrivacyRequestRow } from '../schemas/privacy-request.schema';

/** Who may see a request: those of a workspace, or a user theirs. */
export type RequestOwner = { workspaceId: WorkspaceId } | { userId: UserId };

export type RequestChange = Partial<Omit<PrivacyRequest, 'id' | 'status' | 'progress'>> & {
  /** No failure is left to tell of. */
  clearError?: true;
  forgottenAt?: Date;
};

@Injectable()
export class PrivacyRequestsRepository {
  constructor(@InjectModel(PRIVACY_REQUESTS) private readonly requests: Model<PrivacyRequestRow>) {}

  /** @throws a duplicate key error when the same is under way already. */
  async insert({ id, ...request }: PrivacyRequest): Promise<void> {
    await this.requests.insertOne({ _id: id, ...request, ...ownerOf(request), openKey: openKeyOf(request) });
  }

  async findOpen(request: Pick<PrivacyRequest, 'kind' | 'workspaceId' | 'subject'>): Promise<PrivacyRequest | null> {
    return toRequest(await this.requests.findOne({ openKey: openKeyOf(request), ...ownerOf(request) }).lean());
  }

  async find(owner: RequestOwner, id: string): Promise<PrivacyRequest | null> {
    return toRequest(await this.requests.findOne({ _id: id, ...owner }).lean());
  }

  /** Newest first. */
  async list(owner: RequestOwner, limit: number, after?: CursorPosition): Promise<PrivacyRequest[]> {
    const rows = await this.requests
      .find({ ...owner, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.flatMap((row) => toRequest(row) ?? []);
  }

  /** Of everybody, newest first. */
  async listByStatus(status: PrivacyRequestStatus, limit: number, after?: CursorPosition): Promise<PrivacyRequest[]> {
    const rows = await this.requests
      .find({ status, ...olderThan('createdAt', after) })
      .sort({ createdAt: -1, _id: -1 })
      .limit(limit)
      .lean();
    return rows.flatMap((row) => toRequest(row) ?? []);
  }

  async findAnywhere(id: string): Promise<PrivacyRequest | null> {
    return toRequest(await this.requests.findOne({ _id: id }).lean());
  }

  /** Of all workspaces, the one that has waited longest for its next step. */
  async nextDue(now: Date): Promise<PrivacyRequest | null> {
    const rows = await this.requests
      .find({ status: { $in: ['queued', 'running'] }, dueAt: { $lte: now } })
      .sort({ dueAt: 1 })
      .limit(1)
      .lean();
    return toRequest(rows[0] ?? null);
  }

  /** False when the request is in no status that leads there. */
  async move(id: string, to: PrivacyRequestStatus, change: RequestChange): Promise<boolean> {
    const { clearError, ...values } = change;
    const { matchedCount } = await this.requests.updateOne(
      { _id: id, status: { $in: sourcesOf(to) } },
      {
        $set: { status: to, ...values },
        $unset: { ...(clearError ? { errorCode: 1 } : {}), ...(to === 'done' ? { openKey: 1 } : {}) },
      },
    );
    return matchedCount === 1;
  }

  /** The step as it stands now, whatever was noted of it before. */
  async noteStep(id: string, step: StepProgress): Promise<void> {
    const known = { _id: id, status: 'running' as const, progress: { $elemMatch: { step: step.step } } };
    const { matchedCount } = await this.requests.updateOne(known, { $set: { 'progress.$': step } });
    if (matchedCount === 0)
      await this.requests.updateOne({ _id: id, status: 'running' }, { $push: { progress: step } });
  }
}

function ownerOf({ workspaceId, subject }: Pick<PrivacyRequest, 'workspaceId' | 'subject'>): Partial<RequestOwner> {
  return workspaceId === undefined ? { userId: subject.id as UserId } : { workspaceId };
}

function toRequest(row: PrivacyRequestRow | null): PrivacyRequest | null {
  if (row === null) return null;
  const { _id: id, openKey: _openKey, userId: _userId, forgottenAt: _forgottenAt, ...request } = row;
  return { id, ...request };
}
