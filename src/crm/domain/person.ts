import type { AccountId, ContactId, ConversationId, FieldProblem, WorkspaceId } from '../../shared/kernel';

/**
 * A person on the other side: by the record, or by how a channel knows them, which also holds after records were merged.
 * A conversation's lane is one.
 */
export type PersonRef = { workspaceId: WorkspaceId; conversationId?: ConversationId } & (
  { contactId: ContactId } | { accountId: AccountId; participantId: string }
);

/** What became of an effect. `repeated`: it had been applied before, and nothing was done now. */
export type EffectOutcome<T> =
  | { ok: true; repeated: boolean; value: T }
  /** `no-contact`: none yet, or none any more · `invalid`: nothing was applied, and `problems` say why. */
  | { ok: false; reason: 'no-contact' | 'invalid'; problems: readonly FieldProblem[] };
