import type { DomainEvent } from '../../shared/events';
import { stableId } from '../../shared/kernel';
import type { ConversationJobRow } from '../schemas/conversation-job.schema';

/** Told once for each step that it goes on, and for its end. */
export function jobProgressed(job: ConversationJobRow, at: Date): DomainEvent {
  const { _id, workspaceId, status, total, done, skipped, problem } = job;
  return {
    id: stableId('job.progressed', _id, status, String(done)),
    type: 'job.progressed',
    workspaceId,
    at,
    subjectId: _id,
    data: { kind: 'conversations', status, total, done, skipped, problem },
  };
}
