import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { newId, Secret } from '../../shared/kernel';
import { SecretBox } from '../../shared/security';
import type { SigningSecret, WebhookEndpointRow } from './schemas/webhook-endpoint.schema';

const SECRET_BYTES = 32;

type Owner = Pick<WebhookEndpointRow, '_id' | 'workspaceId'>;

export const placeOfSecret = ({ _id, workspaceId }: Owner, secretId: string) => ({
  workspaceId,
  record: _id,
  field: `signing-secret:${secretId}`,
});

/** By which an integrator knows that a delivery is ours. */
@Injectable()
export class SigningSecrets {
  constructor(private readonly secrets: SecretBox) {}

  /** `text` is shown once, and never again. */
  create(owner: Owner, now: Date): { stored: SigningSecret; text: string } {
    const id = newId(now);
    const text = `whsec_${randomBytes(SECRET_BYTES).toString('base64url')}`;
    const sealed = this.secrets.seal(new Secret(text), placeOfSecret(owner, id));
    return { stored: { id, sealed, createdAt: now }, text };
  }
}
