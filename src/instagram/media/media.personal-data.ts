import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { type DataSubject, onlyFields, type PersonalCollection, PersonalData, wholeRows } from '../../workspace';
import { MEDIA_FILES } from '../schemas/media-file.schema';
import { MediaStore } from './media-store.service';

/** Files of messages. An export names them; each can be read as long as it is there. */
@Injectable()
export class MediaPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: MEDIA_FILES,
      hidden: ['key'],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      member: ({ workspaceId, userId }) => onlyFields(['uploadedBy'], { workspaceId, uploadedBy: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
  ];

  constructor(
    private readonly contributions: Contributions,
    private readonly store: MediaStore,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(PersonalData, this);
  }

  /** At once, not only when the rows go. */
  override async close(subject: DataSubject): Promise<void> {
    await this.removeFiles(subject);
  }

  /** And what was being written meanwhile: its row is gone, and whoever writes it finds that out at the end. */
  override async reopen(subject: DataSubject): Promise<void> {
    await this.removeFiles(subject);
  }

  private async removeFiles(subject: DataSubject): Promise<void> {
    if (subject.kind === 'contact') await this.store.removeAll(subject.workspaceId, subject.conversationIds);
    if (subject.kind === 'workspace') await this.store.removeAll(subject.workspaceId);
  }
}
