import { Inject, Injectable } from '@nestjs/common';
import {
  type Attachment,
  type AttachmentChange,
  copiedTypeOf,
  type DueMedia,
  MessageMedia,
  voicesIn,
} from '../../conversations';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, stableId } from '../../shared/kernel';
import { HttpFetch } from '../../shared/providers/http-fetch';
import {
  type FetchFailure,
  failureOfFetch,
  failureOfStatus,
  type MediaProblem,
  nextTryAt,
} from '../domain/media-copying';
import { contentTypeOf, type MediaKind } from '../domain/media-format';
import { RECEIVED_BYTES } from '../domain/meta-limits';
import { AttachmentAddresses } from './attachment-addresses.service';
import { sniff } from './file-type';
import { type KeptFile, MediaStore } from './media-store.service';

/** Longer than ten downloads one after another; then another process tries. */
const TAKEN_MS = 10 * 60_000;
const DOWNLOAD_MS = 30_000;

type Copied = { then: 'kept'; file: KeptFile } | FetchFailure;
type Outcome = AttachmentChange['set'] | 'later';

const unavailable = (problem: MediaProblem) => ({ state: 'unavailable' as const, problem });

/** Copies what people send into the object store, before Instagram’s links to it expire; and removes what was unsent. */
@Injectable()
export class MediaCopying {
  private readonly operatorOrigin: string;

  constructor(
    @Inject(APP_CONFIG) { meta }: Pick<AppConfig, 'meta'>,
    private readonly media: MessageMedia,
    private readonly store: MediaStore,
    private readonly http: HttpFetch,
    private readonly addresses: AttachmentAddresses,
    private readonly clock: Clock,
  ) {
    this.operatorOrigin = new URL(meta.graphUrl).origin;
  }

  /** One message, if it is still to be done. @throws what the object store throws: then it is tried again later. */
  async settle(message: DueMedia): Promise<void> {
    const until = new Date(this.clock.now().getTime() + TAKEN_MS);
    if (!(await this.media.take(message, until))) return;
    const nextAt = nextTryAt(message.attempts + 1, this.clock.now());
    const changes: AttachmentChange[] = [];
    let isLeft = false;
    for (const [index, attachment] of message.attachments.entries()) {
      if (attachment.state !== 'waiting') continue;
      const outcome = await this.copy(message, index, attachment);
      if (outcome === 'later' && nextAt !== null) isLeft = true;
      else changes.push({ index, set: outcome === 'later' ? unavailable('unreachable') : outcome });
    }
    const next = isLeft ? { nextAt } : { nextAt: null, ...this.hearing(message) };
    const settled = await this.media.settle(message, until, { changes, ...next });
    // When it was unsent meanwhile it is due again, and then its files go.
    if (settled) await this.store.removeOthers(message.workspaceId, message.messageId, keptOf(message, changes));
  }

  /** Recordings that are stored, or will never be, are next to be put into words. */
  private hearing(message: DueMedia): { voiceAt?: Date } {
    return isToBeHeard(message) ? { voiceAt: this.clock.now() } : {};
  }

  private async copy(message: DueMedia, index: number, attachment: Attachment): Promise<Outcome> {
    const kind = copiedTypeOf(attachment);
    const { workspaceId, conversationId, at } = message;
    if (kind === null || attachment.url === undefined) return unavailable('gone');
    if (!this.store.isSet) return unavailable('storage-unset');
    if (await this.media.isErased(workspaceId, conversationId, at)) return unavailable('gone');
    const place = { message, index, kind };
    const first = await this.download(place, attachment.url);
    return outcomeOf(first.then === 'resolve' ? await this.copyAnew(place) : first);
  }

  /** The link has expired; Instagram gives another as long as it has the message. */
  private async copyAnew(place: { message: DueMedia; index: number; kind: MediaKind }): Promise<Copied> {
    const address = await this.addresses.of(place.message, place.index);
    switch (address.kind) {
      case 'at':
        return this.download(place, address.url);
      case 'gone':
        return { then: 'give-up', problem: 'gone' };
      case 'later':
        return { then: 'later' };
    }
  }

  private async download(
    { message, index, kind }: { message: DueMedia; index: number; kind: MediaKind },
    url: string,
  ): Promise<Copied> {
    const { workspaceId, conversationId, accountId, messageId, at } = message;
    const id = stableId('media', messageId, String(index));
    const file = { id, workspaceId, conversationId, accountId, kind, messageId, at };
    const request = { url, timeoutMs: DOWNLOAD_MS, maxBytes: RECEIVED_BYTES, operatorOrigin: this.operatorOrigin };
    const result = await this.http.download(request, async ({ body: bytes }): Promise<Copied> => {
      const { names, body } = await sniff(bytes);
      const contentType = contentTypeOf(kind, names);
      if (contentType === null) return { then: 'give-up', problem: 'wrong-type' };
      // The server may have kept us waiting; an erasure counts on nothing being begun a moment after it.
      if (await this.media.isErased(workspaceId, conversationId, at)) return { then: 'give-up', problem: 'gone' };
      return { then: 'kept', file: await this.store.keep(file, contentType, body, RECEIVED_BYTES) };
    });
    if (!result.ok) return failureOfFetch(result.failure);
    return result.taken ?? failureOfStatus(result.status);
  }
}

function outcomeOf(copied: Copied): Outcome {
  switch (copied.then) {
    case 'kept':
      return { state: 'stored', file: copied.file };
    case 'give-up':
      return unavailable(copied.problem);
    default:
      return 'later';
  }
}

/** What a customer has just said: not what is read of the past, nor what was typed or spoken here. */
const isToBeHeard = ({ direction, backfill, attachments }: DueMedia): boolean =>
  direction === 'in' && backfill !== 'history' && voicesIn(attachments).length > 0;

/** What the message holds, with what it holds from now on. */
function keptOf({ attachments }: DueMedia, changes: readonly AttachmentChange[]): Set<string> {
  const files = [...attachments.map(({ file }) => file), ...changes.map(({ set }) => set.file)];
  return new Set(files.flatMap((file) => (file === undefined ? [] : [file.id])));
}
