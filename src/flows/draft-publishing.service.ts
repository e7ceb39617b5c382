import type { RunningSessions } from './domain/draft/running-sessions';
import { Injectable } from '@nestjs/common';
import { type Caller, Clock } from '../shared/kernel';
import { contentOf, FlowDraftsService } from './flow-drafts.service';
import { FlowPublishing, type Published } from './flow-publishing.service';
import { draftArchived, draftChanged } from './flows.errors';
import { FlowDraftsRepository } from './repositories/flow-drafts.repository';

export interface PublishDraft {
  /** The version that was looked at: with it, nothing is published that somebody changed meanwhile. */
  version?: number | undefined;
  label?: string | undefined;
  notes?: string | undefined;
  runningSessions?: RunningSessions | undefined;
}

/** From a draft to a version. */
@Injectable()
export class DraftPublishing {
  constructor(
    private readonly drafts: FlowDraftsService,
    private readonly rows: FlowDraftsRepository,
    private readonly publishing: FlowPublishing,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes the draft the current version of its template, or of a new one, which it belongs to from then on.
   * @throws DomainError FLOWS.DRAFT_NOT_FOUND, .DRAFT_ARCHIVED, .DRAFT_CHANGED, and those of `FlowPublishing.publish`
   */
  async publish(caller: Caller, draftId: string, { version, ...rest }: PublishDraft): Promise<Published> {
    const draft = await this.drafts.get(draftId);
    if (draft.status === 'archived') throw draftArchived();
    if (version !== undefined && version !== draft.version) throw draftChanged(draft.version);
    const { name, description, templateId } = draft;
    const request = { ...rest, name, description, content: contentOf(draft), templateId: templateId ?? undefined };
    return this.publishing.publish(caller, request, async (made) => {
      const published = {
        versionId: made.versionId,
        version: made.version,
        draftVersion: draft.version,
        at: this.clock.now(),
      };
      const noted = await this.rows.notePublished(draftId, draft.version, { published, templateId: made.templateId });
      if (!noted) throw draftChanged((await this.drafts.get(draftId)).version);
    });
  }
}
