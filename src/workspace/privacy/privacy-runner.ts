import { Injectable } from '@nestjs/common';
import { Clock, type ContactId, DomainError, type UserId, type WorkspaceId } from '../../shared/kernel';
import {
  EXPORT_KEPT_MS,
  MAX_STEP_ATTEMPTS,
  nameOf,
  nextStep,
  notBefore,
  planOf,
  type PrivacyRequest,
  REQUEST_KEPT_MS,
  retryDelayMs,
  type Step,
} from '../domain/privacy/privacy-request';
import { PersonalRowsRepository } from '../repositories/personal-rows.repository';
import { PrivacyRequestsRepository } from '../repositories/privacy-requests.repository';
import { type DataSubject, type PersonalCollection, shareOf } from './personal-data.port';
import { PersonalDataRegistry } from './personal-data-registry';
import { PrivacyExports } from './privacy-exports';
import { PrivacyNews } from './privacy-news';

const BATCH = 500;
/** Then another request has its turn. */
const TURN_MS = 20_000;
const REQUESTS_A_RUN = 100;

/** Carries requests out, step by step. Each step is noted when done; one that was cut off is begun again. */
@Injectable()
export class PrivacyRunner {
  constructor(
    private readonly requests: PrivacyRequestsRepository,
    private readonly personal: PersonalDataRegistry,
    private readonly rows: PersonalRowsRepository,
    private readonly exports: PrivacyExports,
    private readonly clock: Clock,
    private readonly news: PrivacyNews,
  ) {}

  /** Everything that is due, for a while. One request that fails does not hold up the others. */
  async run(): Promise<void> {
    for (let count = 0; count < REQUESTS_A_RUN; count++) {
      const request = await this.requests.nextDue(this.clock.now());
      if (request === null) return;
      await this.advance(request);
    }
  }

  private async advance(request: PrivacyRequest): Promise<void> {
    let state: PrivacyRequest = { ...request, startedAt: request.startedAt ?? this.clock.now() };
    const { id, startedAt } = state;
    if (state.status === 'queued') {
      if (!(await this.requests.move(id, 'running', { startedAt }))) return;
      await this.news.begun(state);
    }
    const giveWayAt = this.clock.monotonic() + TURN_MS;
    try {
      for (let step = this.stepOf(state); step !== null; step = this.stepOf(state)) {
        const dueAt = notBefore(step, state.closedAt, this.personal.settleMs) ?? this.clock.now();
        if (dueAt > this.clock.now() || this.clock.monotonic() > giveWayAt) return await this.wait(id, dueAt);
        state = await this.perform(state, step);
      }
      await this.finish(state);
    } catch (error) {
      await this.fail(state, error);
    }
  }

  private async wait(id: string, dueAt: Date): Promise<void> {
    await this.requests.move(id, 'running', { dueAt });
  }

  private async perform(request: PrivacyRequest, step: Step): Promise<PrivacyRequest> {
    const subject = subjectOf(request);
    const closed = step.phase === 'close' ? await this.close(request, subject) : {};
    if (step.phase === 'reopen') await this.personal.reopen(subject);
    const count = 'collection' in step ? await this.performOn(request, subject, step) : 0;
    const noted = { step: nameOf(step), count, done: true };
    await this.requests.noteStep(request.id, noted);
    if (request.attempts > 0) await this.requests.move(request.id, 'running', { attempts: 0, clearError: true });
    const progress = [...request.progress.filter((other) => other.step !== noted.step), noted];
    return { ...request, ...closed, attempts: 0, progress };
  }

  private async close(request: PrivacyRequest, subject: DataSubject): Promise<{ closedAt: Date }> {
    await this.personal.close(subject);
    const closedAt = this.clock.now();
    await this.requests.move(request.id, 'running', { closedAt });
    return { closedAt };
  }

  private async performOn(
    request: PrivacyRequest,
    subject: DataSubject,
    step: Extract<Step, { collection: string }>,
  ): Promise<number> {
    const { collections } = this.personal;
    const position = collections.findIndex(({ collection }) => collection === step.collection);
    const collection = collections[position];
    const share = collection === undefined ? null : shareOf(collection, subject);
    if (collection === undefined || share === null) return 0;
    if (step.phase === 'read') return this.exports.take(request, position, { collection, share });
    return this.erase(request, nameOf(step), collection, subject);
  }

  private async erase(
    request: PrivacyRequest,
    step: string,
    collection: PersonalCollection,
    subject: DataSubject,
  ): Promise<number> {
    const share = shareOf(collection, subject);
    if (share === null) return 0;
    let count = request.progress.find((other) => other.step === step)?.count ?? 0;
    for (;;) {
      const erased = await this.rows.erase(collection.collection, share, BATCH);
      count += erased;
      if (erased < BATCH) return count;
      await this.requests.noteStep(request.id, { step, count, done: false });
    }
  }

  private async finish(request: PrivacyRequest): Promise<void> {
    const { id, kind } = request;
    const finishedAt = this.clock.now();
    const after = (ms: number) => new Date(finishedAt.getTime() + ms);
    const download = kind === 'export' ? { downloadableUntil: after(EXPORT_KEPT_MS) } : {};
    await this.requests.move(id, 'done', { finishedAt, forgottenAt: after(REQUEST_KEPT_MS), ...download });
    await this.news.done(request);
  }

  private async fail(request: PrivacyRequest, err: unknown): Promise<void> {
    const attempts = request.attempts + 1;
    const errorCode = err instanceof DomainError ? err.code : 'PRIVACY.STEP_FAILED';
    const dueAt = new Date(this.clock.now().getTime() + retryDelayMs(attempts));
    const status = attempts < MAX_STEP_ATTEMPTS ? 'running' : 'failed';
    await this.requests.move(request.id, status, { attempts, errorCode, dueAt });
    await this.news.failed(request, status, err);
  }

  private stepOf({ kind, subject, workspaceId, progress }: PrivacyRequest): Step | null {
    const about = subjectOf({ subject, workspaceId });
    const shared = this.personal.collections.filter((collection) => {
      const share = shareOf(collection, about);
      return share !== null && (kind === 'export' ? collection.hidden !== 'all' : share.erasure !== 'kept');
    });
    const names = shared.map(({ collection }) => collection);
    return nextStep(planOf(kind, names), progress);
  }
}

function subjectOf({ subject, workspaceId }: Pick<PrivacyRequest, 'subject' | 'workspaceId'>): DataSubject {
  const { kind, id } = subject;
  if (kind === 'user') return { kind, userId: id as UserId };
  if (workspaceId === undefined) throw new Error(`A request about a ${kind} names no workspace.`);
  switch (kind) {
    case 'contact':
      return peopleOf(workspaceId, { contactIds: [id as ContactId], ...subject });
    case 'account':
      return peopleOf(workspaceId, subject);
    case 'member':
      return { kind, workspaceId, userId: id as UserId };
    case 'workspace':
      return { kind, workspaceId: id as WorkspaceId };
  }
}

const peopleOf = (
  workspaceId: WorkspaceId,
  { contactIds = [], conversationIds = [] }: Pick<PrivacyRequest['subject'], 'contactIds' | 'conversationIds'>,
): DataSubject => ({ kind: 'contact', workspaceId, contactIds, conversationIds });
