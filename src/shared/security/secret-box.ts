import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../config';
import { DomainError, Secret } from '../kernel';

/** A secret at rest: AES-256-GCM; `keyId` names the key of the ring that opens it. Base64 fields. */
export interface SealedSecret {
  keyId: string;
  iv: string;
  tag: string;
  data: string;
}

/** Where the secret belongs; sealed into it, so that a record copied to another place does not open. */
export interface SecretPlace {
  workspaceId: string;
  record: string;
  field: string;
}

const TAG_BYTES = 16;

const aadOf = (place: SecretPlace) => Buffer.from(JSON.stringify([place.workspaceId, place.record, place.field]));

@Injectable()
export class SecretBox {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly currentKeyId: string;

  constructor(@Inject(APP_CONFIG) config: Pick<AppConfig, 'security'>) {
    const ring = config.security.encryptionKeys;
    this.keys = new Map(ring.map(({ id, key }) => [id, Buffer.from(key, 'base64')]));
    this.currentKeyId = ring[0]?.id ?? '';
  }

  /** Ids of keys that still open secrets but seal none. */
  get olderKeyIds(): string[] {
    return [...this.keys.keys()].filter((id) => id !== this.currentKeyId);
  }

  seal(secret: Secret, place: SecretPlace): SealedSecret {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(this.currentKeyId), iv).setAAD(aadOf(place));
    const data = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
    return {
      keyId: this.currentKeyId,
      iv: iv.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      data: data.toString('base64'),
    };
  }

  /** @throws DomainError SECRET.UNREADABLE when the key is gone or the record was altered or moved. */
  open(sealed: SealedSecret, place: SecretPlace): Secret {
    try {
      const iv = Buffer.from(sealed.iv, 'base64');
      // Without a fixed length a tag cut to four bytes would do.
      const decipher = createDecipheriv('aes-256-gcm', this.keyOf(sealed.keyId), iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(aadOf(place)).setAuthTag(Buffer.from(sealed.tag, 'base64'));
      return new Secret(
        Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString('utf8'),
      );
    } catch (cause) {
      throw new DomainError(
        'SECRET.UNREADABLE',
        'internal',
        'A stored secret cannot be opened with the configured keys.',
        {
          details: { ...place, keyId: sealed.keyId },
          cause,
        },
      );
    }
  }

  private keyOf(id: string): Buffer {
    const key = this.keys.get(id);
    if (!key) throw new Error(`Encryption key "${id}" is not configured.`);
    return key;
  }
}
