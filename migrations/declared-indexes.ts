import { auditEntryIndexes } from '../src/admin-logs/schemas/audit-entry.schema';
import { automationInstanceIndexes } from '../src/automation/schemas/automation-instance.schema';
import { automationSessionIndexes } from '../src/automation/schemas/automation-session.schema';
import { conversationIndexes } from '../src/conversations/schemas/conversation.schema';
import { inboxEventIndexes } from '../src/conversations/schemas/inbox-event.schema';
import { messageIndexes } from '../src/conversations/schemas/message.schema';
import { contactIndexes } from '../src/crm/schemas/contact.schema';
import { escalationIndexes } from '../src/escalations/schemas/escalation.schema';
import { flowTemplateIndexes } from '../src/flows/schemas/flow-template.schema';
import { flowTemplateVersionIndexes } from '../src/flows/schemas/flow-template-version.schema';
import { instagramAccountIndexes } from '../src/instagram/schemas/instagram-account.schema';
import type { IndexDeclaration } from '../src/shared/database';
import { idempotencyKeyIndexes } from '../src/shared/http/idempotency/schemas/idempotency-key.schema';
import { membershipIndexes } from '../src/workspace/schemas/membership.schema';
import { userIndexes } from '../src/workspace/schemas/user.schema';

/** Every index that a schema declares. A new one takes effect through a new migration that applies this list again. */
export const DECLARED_INDEXES: readonly IndexDeclaration[] = [
  ...userIndexes,
  ...membershipIndexes,
  ...idempotencyKeyIndexes,
  ...contactIndexes,
  ...conversationIndexes,
  ...inboxEventIndexes,
  ...messageIndexes,
  ...escalationIndexes,
  ...instagramAccountIndexes,
  ...flowTemplateIndexes,
  ...flowTemplateVersionIndexes,
  ...automationInstanceIndexes,
  ...automationSessionIndexes,
  ...auditEntryIndexes,
];
