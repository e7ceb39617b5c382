import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import type { KnowledgeChunk } from '../domain/knowledge-chunk';
import { type KnowledgeItem, type SearchedVersion, TITLE_MAX } from '../domain/knowledge-item';
import { ItemStore } from '../items/item-store.service';
import { KnowledgeChunksRepository } from '../repositories/knowledge-chunks.repository';
import type { Claim, ClaimedItem } from '../repositories/knowledge-work.repository';
import { DocumentReader } from './document-reader.service';
import { ItemBuilder } from './item-builder.service';
import { ItemTexts } from './item-texts.service';
import type { ReadDocument } from './read-document';

/** One run over one item: read, cut, embed, store, make visible. */
@Injectable()
export class ItemRuns {
  constructor(
    private readonly texts: ItemTexts,
    private readonly reader: DocumentReader,
    private readonly builder: ItemBuilder,
    private readonly chunks: KnowledgeChunksRepository,
    private readonly store: ItemStore,
    private readonly clock: Clock,
  ) {}

  /** @throws UnreadableDocument, RetryLater */
  async run({ item, claim }: ClaimedItem): Promise<void> {
    if (item.searched?.version === item.version) await this.embedAnew(item.searched, claim, item.title);
    else await this.read(item, claim);
  }

  /** The chunks stay; what is in memory of them is replaced when all have their new vectors. */
  private async embedAnew(searched: SearchedVersion, claim: Claim, title: string): Promise<void> {
    const chunks = await this.chunks.of(claim);
    const built = await this.builder.build(claim, chunks, searched.language);
    if (built === null) await this.store.clearUp(claim);
    else await this.store.publish(claim, built, { title }, this.clock.now());
  }

  private async read(item: KnowledgeItem, claim: Claim): Promise<void> {
    const order = await this.texts.of(item);
    if (order === null) {
      await this.store.forget(claim);
      return;
    }
    const document = await this.reader.read(order);
    const title = titleOf(item, document);
    const chunks = document.chunks.map((chunk, position): KnowledgeChunk => ({ position, title, ...chunk }));
    await this.builder.admit(item, chunks.length);
    const built = await this.builder.build(claim, chunks, document.language);
    if (built === null) await this.store.clearUp(claim);
    else await this.store.publish(claim, built, { title, content: document.text }, this.clock.now());
  }
}

/** A page that nobody gave a title has its address for one, until it tells its own. */
const titleOf = ({ title, source }: KnowledgeItem, document: ReadDocument): string =>
  title === source.url ? (document.title ?? title).slice(0, TITLE_MAX) : title;
