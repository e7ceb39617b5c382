import { Injectable } from '@nestjs/common';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import {
  type BusinessCard,
  businessCardOf,
  businessHours,
  businessProfile,
  language,
  WorkspaceSettings,
} from '../../workspace';
import { businessText, catalogueText } from '../domain/business-texts';
import type { KnowledgeItem } from '../domain/knowledge-item';
import { UPLOAD_FORMATS, MEDIA_TYPES } from '../domain/upload-format';
import { KnowledgeVersionsRepository } from '../repositories/knowledge-versions.repository';
import { PageFetcher } from './page-fetcher.service';
import type { ReadOrder } from './read-document';
import { UnreadableDocument } from './unreadable-document';

const READER = 'knowledge.business';

/** Where the text of an item is got from. */
@Injectable()
export class ItemTexts {
  private readonly profileOf;
  private readonly hoursOf;
  private readonly languageOf;

  constructor(
    private readonly versions: KnowledgeVersionsRepository,
    private readonly pages: PageFetcher,
    private readonly settings: WorkspaceSettings,
    private readonly clock: Clock,
  ) {
    this.profileOf = settings.picker(businessProfile, READER, [
      'businessName',
      'description',
      'tone',
      'location',
      'website',
      'catalogue',
      'documents',
    ]);
    this.hoursOf = settings.picker(businessHours, READER, ['timeZone', 'weekly', 'exceptions']);
    this.languageOf = settings.picker(language, READER, ['defaultLanguage']);
  }

  /** Null: there is nothing to say, so the item goes. @throws UnreadableDocument, RetryLater */
  async of({ workspaceId, id, kind, version, source }: KnowledgeItem): Promise<ReadOrder | null> {
    switch (kind) {
      case 'text':
      case 'question':
        return this.typed(workspaceId, id, version);
      case 'page':
        return this.pages.fetch(source.url ?? '');
      case 'upload':
        return this.uploaded(workspaceId, id, version, source.mediaType);
      case 'business':
        return plainText(businessText(await this.cardOf(workspaceId)));
      case 'catalogue':
        return plainText(catalogueText((await this.cardOf(workspaceId)).catalogue));
    }
  }

  private async typed(workspaceId: WorkspaceId, id: string, version: number): Promise<ReadOrder> {
    const row = await this.versions.find(workspaceId, id, version);
    return { format: 'text', text: row?.content ?? '' };
  }

  /** An upload that was read before is read from its text. */
  private async uploaded(
    workspaceId: WorkspaceId,
    id: string,
    version: number,
    mediaType: string | undefined,
  ): Promise<ReadOrder> {
    const bytes = await this.versions.bytesOf(workspaceId, id, version);
    if (bytes === null) return this.typed(workspaceId, id, version);
    const format = UPLOAD_FORMATS.find((one) => MEDIA_TYPES[one] === mediaType);
    if (format === undefined) throw new UnreadableDocument('unreadable-file', 'This kind of file cannot be read.');
    return { format, bytes };
  }

  /** As it is stored now, not as a cache has it. */
  private async cardOf(workspaceId: WorkspaceId): Promise<BusinessCard> {
    const stored = await this.settings.stored(workspaceId);
    return businessCardOf(
      this.profileOf(businessProfile.valuesOf(stored[businessProfile.name])),
      this.hoursOf(businessHours.valuesOf(stored[businessHours.name])),
      this.languageOf(language.valuesOf(stored[language.name])),
      this.clock.now(),
    );
  }
}

const plainText = (text: string): ReadOrder | null => (text === '' ? null : { format: 'text', text });
