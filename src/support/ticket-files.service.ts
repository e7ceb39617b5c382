import { Injectable } from '@nestjs/common';
import { filetypename } from 'magic-bytes.js';
import type { FileAnswer } from '../shared/http';
import type { Caller, WorkspaceId } from '../shared/kernel';
import { objectKey, ObjectStore } from '../shared/providers/storage';
import { ATTACHMENTS_MAX, dispositionOf, formatOf, shownNameOf, storedNameOf } from './domain/attachment';
import type { SupportTicket, TicketAttachment, TicketSide } from './domain/ticket';
import { attachmentNotFound, fileNotTaken, noStorage, ticketNotFound, tooManyFiles } from './support.errors';
import { type LoadTicket, TicketChanges } from './ticket-changes.service';

/** Formats are told by their first bytes. */
const HEAD_BYTES = 512;

export interface TicketUpload {
  /** The same again replaces the file. */
  operationId: string;
  fileName?: string | undefined;
  bytes: Buffer;
  side: TicketSide;
  internal: boolean;
}

/** Files beside tickets. They lie under the ticket, so that they go with it. */
@Injectable()
export class TicketFiles {
  constructor(
    private readonly objects: ObjectStore,
    private readonly changes: TicketChanges,
  ) {}

  /** @throws DomainError SUPPORT_TICKET.NOT_FOUND, .STORAGE_UNSET, .FILE_TYPE, .FILES, .CONTENDED. */
  async attach(caller: Caller, load: LoadTicket, upload: TicketUpload): Promise<TicketAttachment> {
    if (!this.objects.isSet) throw noStorage();
    const { bytes, operationId: id, side, internal } = upload;
    const format = formatOf(filetypename(bytes.subarray(0, HEAD_BYTES)), bytes);
    if (bytes.length === 0 || format === null) throw fileNotTaken();
    const ticket = await load();
    if (ticket === null) throw ticketNotFound();
    const key = keyOf(ticket, id);
    await this.objects.put(key, chunksOf(bytes), bytes.length);
    const fileName = shownNameOf(upload.fileName, format);
    const described = { id, fileName, contentType: format.contentType, bytes: bytes.length, side, internal };
    const story = { change: 'file-attached', side, internal };
    try {
      const after = await this.changes.change(caller, load, (now, at) => withFile(now, { ...described, at }), story);
      return after.attachments.find((one) => one.id === id) ?? { ...described, at: after.updatedAt };
    } catch (error) {
      // Nothing names it: it must not stay.
      await this.objects.remove(key);
      throw error;
    }
  }

  /** @throws DomainError SUPPORT_TICKET.FILE_NOT_FOUND. */
  async read(ticket: SupportTicket, fileId: string, withInternal: boolean): Promise<FileAnswer> {
    const file = ticket.attachments.find(({ id, internal }) => id === fileId && (withInternal || !internal));
    if (file === undefined || !this.objects.isSet) throw attachmentNotFound();
    const stream = await this.objects.get(keyOf(ticket, fileId));
    if (stream === null) throw attachmentNotFound();
    const { contentType, bytes } = file;
    const fileName = storedNameOf(fileId, contentType);
    return { stream, contentType, bytes, fileName, disposition: dispositionOf(contentType) };
  }

  /** Whatever lies there of these tickets, or of the whole workspace. */
  async removeAll(workspaceId: WorkspaceId, ticketIds?: readonly string[]): Promise<void> {
    if (ticketIds === undefined) return this.objects.removeAll(workspaceId);
    for (const ticketId of ticketIds) await this.objects.removeAll(workspaceId, ticketId);
  }
}

const keyOf = ({ workspaceId, id }: SupportTicket, fileId: string): string =>
  objectKey({ tenant: workspaceId, group: id, name: fileId });

/** In place of one of the same id. */
function withFile(ticket: SupportTicket, file: TicketAttachment): SupportTicket {
  const others = ticket.attachments.filter(({ id }) => id !== file.id);
  if (others.length >= ATTACHMENTS_MAX) throw tooManyFiles(ATTACHMENTS_MAX);
  return { ...ticket, attachments: [...others, file] };
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes;
}
