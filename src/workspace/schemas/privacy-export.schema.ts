import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { SealedSecret } from '../../shared/security';

/** A piece of an export, in the order of `position` and `part`. */
export interface PrivacyExportRow {
  /** Request, position and part: writing it again replaces it. */
  _id: string;
  requestId: string;
  workspaceId?: string;
  /** Whom it is about: `<kind>:<id>`. */
  subjectKey: string;
  /** Of the collection that it was read from. */
  position: number;
  part: number;
  /** Lines of JSON. */
  sealed: SealedSecret;
  expiresAt: Date;
}

export const PRIVACY_EXPORTS = 'privacyExports';

export const privacyExportSchema = new Schema<PrivacyExportRow>(
  {
    _id: String,
    requestId: { type: String, required: true },
    workspaceId: String,
    subjectKey: { type: String, required: true },
    position: { type: Number, required: true },
    part: { type: Number, required: true },
    sealed: { type: Schema.Types.Mixed, required: true },
    expiresAt: { type: Date, required: true },
  },
  { collection: PRIVACY_EXPORTS, versionKey: false },
);

export const privacyExportIndexes: IndexDeclaration[] = [
  {
    collection: PRIVACY_EXPORTS,
    key: { requestId: 1, position: 1, part: 1 },
    options: { name: 'request-order' },
    serves: 'the pieces of an export, in order, and beginning one of them anew',
  },
  {
    collection: PRIVACY_EXPORTS,
    key: { subjectKey: 1 },
    options: { name: 'subject' },
    serves: 'erasing the exports of somebody who is erased',
  },
  {
    collection: PRIVACY_EXPORTS,
    key: { workspaceId: 1 },
    options: { name: 'workspace' },
    serves: 'erasing the exports of a workspace',
  },
  {
    collection: PRIVACY_EXPORTS,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'forgetting exports that nobody fetched in time',
  },
];
