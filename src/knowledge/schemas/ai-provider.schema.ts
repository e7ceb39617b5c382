import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { AiDialect } from '../../shared/providers/ai';
import type { SealedSecret } from '../../shared/security';

/** A workspace's own provider of language models; without a row it has the host's. */
export interface AiProviderRow {
  /** The workspace. */
  _id: string;
  workspaceId: string;
  baseUrl: string;
  dialect: AiDialect;
  model: string;
  /** Absent: vectors are made offline. */
  embeddingModel?: string;
  /** Absent: voice messages stay as they are. */
  transcriptionModel?: string;
  /** Sealed together with the address, so that it is never sent to another one. */
  sealedKey?: SealedSecret;
  /** The last four characters. */
  keyHint?: string;
  /** Another one after every change. */
  revision: string;
  updatedAt: Date;
}

export const AI_PROVIDERS = 'aiProviders';

export const aiProviderSchema = new Schema<AiProviderRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    baseUrl: String,
    dialect: String,
    model: String,
    embeddingModel: String,
    transcriptionModel: String,
    sealedKey: { type: Schema.Types.Mixed },
    keyHint: String,
    revision: { type: String, required: true },
    updatedAt: { type: Date, required: true },
  },
  { collection: AI_PROVIDERS, versionKey: false },
);

export const aiProviderIndexes: IndexDeclaration[] = [
  {
    collection: AI_PROVIDERS,
    key: { workspaceId: 1 },
    options: { name: 'workspace' },
    serves: 'export and erasure of a workspace',
  },
];
