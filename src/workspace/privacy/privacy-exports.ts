import { Injectable } from '@nestjs/common';
import { Clock, Secret } from '../../shared/kernel';
import { SecretBox } from '../../shared/security';
import { EXPORT_KEPT_MS, type PrivacyRequest } from '../domain/privacy/privacy-request';
import { PersonalRowsRepository } from '../repositories/personal-rows.repository';
import { PrivacyExportsRepository } from '../repositories/privacy-exports.repository';
import type { PersonalCollection, Share } from './personal-data.port';

/** Of one piece, in characters; a piece is sealed as a whole. */
const PART_LENGTH = 256 * 1024;

export const subjectKeyOf = ({ kind, id }: PrivacyRequest['subject']): string => `${kind}:${id}`;

/** Exports while they lie ready: lines of JSON in sealed pieces. */
@Injectable()
export class PrivacyExports {
  constructor(
    private readonly exports: PrivacyExportsRepository,
    private readonly rows: PersonalRowsRepository,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** Reads what the collection holds of the subject; begins anew when it was left half read. Returns how many rows. */
  async take(
    request: PrivacyRequest,
    position: number,
    { collection, share }: { collection: PersonalCollection; share: Share },
  ): Promise<number> {
    await this.exports.deletePosition(request.id, position);
    let count = 0;
    let part = 0;
    let text = '';
    for await (const { _id: id, ...fields } of this.rows.read(collection, share)) {
      text += `${JSON.stringify({ collection: collection.collection, record: { id, ...fields } })}\n`;
      count++;
      if (text.length < PART_LENGTH) continue;
      await this.keep(request, { position, part: part++, text });
      text = '';
    }
    if (text !== '') await this.keep(request, { position, part, text });
    return count;
  }

  /** A piece at a time. @throws DomainError SECRET.UNREADABLE. */
  async *lines({ id, workspaceId }: PrivacyRequest): AsyncGenerator<string> {
    for await (const { _id, sealed } of this.exports.stream(id)) {
      yield this.secrets.open(sealed, placeOf(_id, workspaceId)).reveal();
    }
  }

  private async keep(
    request: PrivacyRequest,
    { position, part, text }: { position: number; part: number; text: string },
  ): Promise<void> {
    const { id: requestId, workspaceId, subject } = request;
    const id = `${requestId}:${position}:${part}`;
    await this.exports.insert({
      _id: id,
      requestId,
      ...(workspaceId === undefined ? {} : { workspaceId }),
      subjectKey: subjectKeyOf(subject),
      position,
      part,
      sealed: this.secrets.seal(new Secret(text), placeOf(id, workspaceId)),
      expiresAt: new Date(this.clock.now().getTime() + EXPORT_KEPT_MS),
    });
  }
}

const placeOf = (record: string, workspaceId = '') => ({ workspaceId, record, field: 'export' });
