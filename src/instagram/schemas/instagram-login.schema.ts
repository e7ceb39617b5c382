import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { AccountId, WorkspaceId } from '../../shared/kernel';
import type { SealedSecret } from '../../shared/security';

/** A login at Instagram that is under way. Each step is used up by deletion; the next one is a new row. */
export interface InstagramLoginRow {
  /** Hash of the secret that only the browser knows: first that of the state, then that of who comes back. */
  _id: string;
  workspaceId: WorkspaceId;
  /** The user or the API key that began. */
  actorId: string;
  /** `begun`: the owner is at Instagram · `granted`: the owner has agreed, and the token waits to be taken. */
  step: 'begun' | 'granted';
  /** The account that is to be connected again; absent: whichever the owner chooses. */
  accountId?: AccountId;
  /** Of `begun` the verifier, where there is one; of `granted` what the owner gave. */
  sealed?: SealedSecret;
  expiresAt: Date;
}

export const INSTAGRAM_LOGINS = 'instagramLogins';

export const instagramLoginSchema = new Schema<InstagramLoginRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    actorId: { type: String, required: true },
    step: { type: String, required: true },
    accountId: String,
    sealed: Schema.Types.Mixed,
    expiresAt: { type: Date, required: true },
  },
  { collection: INSTAGRAM_LOGINS, versionKey: false },
);

export const instagramLoginIndexes: IndexDeclaration[] = [
  {
    collection: INSTAGRAM_LOGINS,
    key: { workspaceId: 1 },
    options: { name: 'of_workspace' },
    serves: 'erasure with the workspace',
  },
  {
    collection: INSTAGRAM_LOGINS,
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'deletion of logins that were not finished',
  },
];
