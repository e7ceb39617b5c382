import { hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, DomainError, type WorkspaceId } from '../../shared/kernel';
import { parseObjectKey } from '../../shared/providers/storage';
import { isProven, type LinkKey, proofOf } from '../domain/media-link';
import type { StoredMediaFile } from '../repositories/media-files.repository';
import { MediaStore } from './media-store.service';

/** Meta fetches a file while it takes the message; what it fetches again later is a new message with a new link. */
const LINK_MS = 3_600_000;

/** Links under which Instagram, and nobody without such a link, fetches a file that is sent. */
@Injectable()
export class MediaLinks {
  private readonly keys: readonly LinkKey[];

  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'process' | 'security'>,
    private readonly store: MediaStore,
    private readonly clock: Clock,
  ) {
    // Keys of their own, so that a link can never pass for a token.
    this.keys = config.security.jwtKeys.map(({ id, key }) => ({
      id,
      key: Buffer.from(hkdfSync('sha256', key, '', 'parley media links', 32)).toString('base64'),
    }));
  }

  /** Of a file of this workspace, for an hour. @throws DomainError MEDIA.NOT_FOUND. */
  async urlOf(workspaceId: WorkspaceId, fileKey: string): Promise<string> {
    const parts = parseObjectKey(fileKey);
    const file = parts === null ? null : await this.store.find(workspaceId, parts.name);
    const [key] = this.keys;
    if (file === null || file.key !== fileKey || key === undefined) throw mediaNotFound();
    const expires = Math.ceil((this.clock.now().getTime() + LINK_MS) / 1_000);
    const proof = proofOf({ workspaceId, fileId: file._id, expires }, key);
    return `${this.config.process.publicUrl}/media/${workspaceId}/${file._id}/${proof}`;
  }

  /** Null for what was not signed by us, has expired, or is not there any more; which of these is not told. */
  async open(workspaceId: WorkspaceId, fileId: string, proof: string): Promise<StoredMediaFile | null> {
    if (!isProven({ workspaceId, fileId }, proof, this.keys, this.clock.now())) return null;
    return this.store.find(workspaceId, fileId);
  }
}

export const mediaNotFound = (): DomainError =>
  new DomainError('MEDIA.NOT_FOUND', 'not-found', 'There is no such file.');
