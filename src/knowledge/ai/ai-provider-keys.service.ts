import { Injectable } from '@nestjs/common';
import type { Secret, WorkspaceId } from '../../shared/kernel';
import type { AiProviderSettings } from '../../shared/providers/ai';
import { SecretBox, type SecretPlace } from '../../shared/security';
import type { AiProviderRow } from '../schemas/ai-provider.schema';

const HINT_CHARS = 4;
/** Shorter keys would be given away by their ends. */
const MIN_CHARS_FOR_HINT = 16;

/** Keys of workspaces' own providers, sealed together with the address that they are for. */
@Injectable()
export class AiProviderKeys {
  constructor(private readonly secrets: SecretBox) {}

  seal(workspaceId: WorkspaceId, baseUrl: string, key: Secret): Pick<AiProviderRow, 'sealedKey' | 'keyHint'> {
    const text = key.reveal();
    const keyHint = text.length < MIN_CHARS_FOR_HINT ? '' : text.slice(-HINT_CHARS);
    return { sealedKey: this.secrets.seal(key, placeOf(workspaceId, baseUrl)), keyHint };
  }

  /** @throws DomainError SECRET.UNREADABLE, also when the key was sealed for another address. */
  settingsOf(row: AiProviderRow): AiProviderSettings {
    const { workspaceId, baseUrl, dialect, model, embeddingModel, transcriptionModel, sealedKey } = row;
    return {
      name: 'own',
      baseUrl,
      dialect,
      model,
      reach: 'public',
      ...(embeddingModel === undefined ? {} : { embeddingModel }),
      ...(transcriptionModel === undefined ? {} : { transcriptionModel }),
      ...(sealedKey === undefined ? {} : { apiKey: this.secrets.open(sealedKey, placeOf(workspaceId, baseUrl)) }),
    };
  }
}

const placeOf = (workspaceId: string, baseUrl: string): SecretPlace => ({
  workspaceId,
  record: `ai-provider ${baseUrl}`,
  field: 'key',
});
