import { adminLogEventIndexes } from '../src/admin-logs/schemas/admin-log-event.schema';
import { workerProcessIndexes } from '../src/admin-logs/schemas/worker-process.schema';
import { auditKeyIndexes } from '../src/admin-logs/schemas/audit-key.schema';
import { auditEntryIndexes } from '../src/admin-logs/schemas/audit-entry.schema';
import { automationInstanceIndexes } from '../src/automation/schemas/automation-instance.schema';
import { automationIntentIndexes } from '../src/automation/schemas/automation-intent.schema';
import { automationSessionIndexes } from '../src/automation/schemas/automation-session.schema';
import { turnRecordIndexes } from '../src/automation/schemas/turn-record.schema';
import { personaIndexes } from '../src/automation/simulator/schemas/persona.schema';
import { simulationIndexes } from '../src/automation/simulator/schemas/simulation.schema';
import { assignmentTurnIndexes } from '../src/conversations/schemas/assignment-turn.schema';
import { conversationJobIndexes } from '../src/conversations/schemas/conversation-job.schema';
import { deskCollectionIndexes } from '../src/conversations/schemas/desk-collections.schema';
import { deskIndexes } from '../src/conversations/schemas/conversation-desk.schema';
import { followupPolicyIndexes } from '../src/automation/followups/schemas/followup-policy.schema';
import { followupTaskIndexes } from '../src/automation/followups/schemas/followup-task.schema';
import { conversationIndexes } from '../src/conversations/schemas/conversation.schema';
import { erasedLaneIndexes } from '../src/conversations/schemas/erased-lane.schema';
import { inboxEventIndexes } from '../src/conversations/schemas/inbox-event.schema';
import { messageMarkIndexes } from '../src/conversations/schemas/message-mark.schema';
import { messageIndexes } from '../src/conversations/schemas/message.schema';
import { contactNoteIndexes } from '../src/crm/schemas/contact-note.schema';
import { contactIndexes } from '../src/crm/schemas/contact.schema';
import { contactFieldIndexes } from '../src/crm/schemas/contact-field.schema';
import { contactMergeIndexes } from '../src/crm/schemas/contact-merge.schema';
import { contactPointerIndexes } from '../src/crm/schemas/contact-pointer.schema';
import { crmJobIndexes } from '../src/crm/schemas/crm-job.schema';
import { pipelineIndexes } from '../src/crm/schemas/pipeline.schema';
import { segmentIndexes } from '../src/crm/schemas/segment.schema';
import { conversationSummaryIndexes } from '../src/automation/ai/schemas/conversation-summary.schema';
import { replyDraftIndexes } from '../src/automation/drafts/schemas/reply-draft.schema';
import { outcomeIndexes } from '../src/crm/outcomes/schemas/outcome.schema';
import { crmTaskIndexes } from '../src/crm/schemas/crm-task.schema';
import { escalationIndexes } from '../src/escalations/schemas/escalation.schema';
import { flowDraftIndexes } from '../src/flows/schemas/flow-draft.schema';
import { flowTemplateIndexes } from '../src/flows/schemas/flow-template.schema';
import { flowTemplateVersionIndexes } from '../src/flows/schemas/flow-template-version.schema';
import { commentDmLogIndexes } from '../src/instagram/schemas/comment-dm-log.schema';
import { dataDeletionIndexes } from '../src/instagram/schemas/data-deletion.schema';
import { historySyncIndexes } from '../src/instagram/schemas/history-sync.schema';
import { instagramAccountIndexes } from '../src/instagram/schemas/instagram-account.schema';
import { mediaFileIndexes } from '../src/instagram/schemas/media-file.schema';
import { instagramLoginIndexes } from '../src/instagram/schemas/instagram-login.schema';
import { aiProviderIndexes } from '../src/knowledge/schemas/ai-provider.schema';
import { aiUsageIndexes } from '../src/knowledge/schemas/ai-usage.schema';
import { evalCaseIndexes } from '../src/knowledge/schemas/eval-case.schema';
import { evalRunIndexes } from '../src/knowledge/schemas/eval-run.schema';
import { knowledgeChunkIndexes } from '../src/knowledge/schemas/knowledge-chunk.schema';
import { knowledgeGapIndexes } from '../src/knowledge/schemas/knowledge-gap.schema';
import { knowledgeItemIndexes } from '../src/knowledge/schemas/knowledge-item.schema';
import { knowledgeVersionIndexes } from '../src/knowledge/schemas/knowledge-version.schema';
import { reportDailyFlowIndexes } from '../src/reporting/figures/schemas/report-daily-flow.schema';
import { reportDailyWorkspaceIndexes } from '../src/reporting/figures/schemas/report-daily-workspace.schema';
import { reportUnitIndexes } from '../src/reporting/figures/schemas/report-unit.schema';
import type { IndexDeclaration } from '../src/shared/database';
import { domainEventIndexes } from '../src/shared/events/schemas/domain-event.schema';
import { idempotencyKeyIndexes } from '../src/shared/http/idempotency/schemas/idempotency-key.schema';
import { supportTicketCommentIndexes } from '../src/support/schemas/support-ticket-comment.schema';
import { supportTicketIndexes } from '../src/support/schemas/support-ticket.schema';
import { accessRevisionIndexes } from '../src/workspace/schemas/access-revision.schema';
import { apiKeyIndexes } from '../src/workspace/schemas/api-key.schema';
import { oneTimeTokenIndexes } from '../src/workspace/schemas/one-time-token.schema';
import { refreshTokenIndexes } from '../src/workspace/schemas/refresh-token.schema';
import { outgoingMailIndexes } from '../src/workspace/schemas/outgoing-mail.schema';
import { membershipIndexes } from '../src/workspace/schemas/membership.schema';
import { settingsHistoryIndexes } from '../src/workspace/schemas/settings-history.schema';
import { privacyExportIndexes } from '../src/workspace/schemas/privacy-export.schema';
import { privacyRequestIndexes } from '../src/workspace/schemas/privacy-request.schema';
import { tierIndexes } from '../src/workspace/schemas/tier.schema';
import { usageCounterIndexes } from '../src/workspace/schemas/usage-counter.schema';
import { userIndexes } from '../src/workspace/schemas/user.schema';
import { workspaceIndexes } from '../src/workspace/schemas/workspace.schema';
import { webhookDeliveryIndexes } from '../src/workspace/webhooks/schemas/webhook-delivery.schema';
import { webhookEndpointIndexes } from '../src/workspace/webhooks/schemas/webhook-endpoint.schema';
import { workspaceInviteIndexes } from '../src/workspace/schemas/workspace-invite.schema';
import { workspacePlanIndexes } from '../src/workspace/schemas/workspace-plan.schema';

/** Every index that a schema declares. A new one takes effect through a new migration that applies this list again. */
export const DECLARED_INDEXES: readonly IndexDeclaration[] = [
  ...userIndexes,
  ...workspaceIndexes,
  ...accessRevisionIndexes,
  ...apiKeyIndexes,
  ...oneTimeTokenIndexes,
  ...refreshTokenIndexes,
  ...outgoingMailIndexes,
  ...membershipIndexes,
  ...settingsHistoryIndexes,
  ...workspaceInviteIndexes,
  ...tierIndexes,
  ...workspacePlanIndexes,
  ...usageCounterIndexes,
  ...privacyRequestIndexes,
  ...privacyExportIndexes,
  ...idempotencyKeyIndexes,
  ...domainEventIndexes,
  ...webhookEndpointIndexes,
  ...webhookDeliveryIndexes,
  ...contactIndexes,
  ...contactFieldIndexes,
  ...contactMergeIndexes,
  ...contactPointerIndexes,
  ...crmJobIndexes,
  ...pipelineIndexes,
  ...segmentIndexes,
  ...contactNoteIndexes,
  ...crmTaskIndexes,
  ...outcomeIndexes,
  ...replyDraftIndexes,
  ...conversationSummaryIndexes,
  ...aiProviderIndexes,
  ...aiUsageIndexes,
  ...knowledgeItemIndexes,
  ...knowledgeVersionIndexes,
  ...knowledgeChunkIndexes,
  ...knowledgeGapIndexes,
  ...evalCaseIndexes,
  ...evalRunIndexes,
  ...conversationIndexes,
  ...deskIndexes,
  ...assignmentTurnIndexes,
  ...conversationJobIndexes,
  ...deskCollectionIndexes,
  ...inboxEventIndexes,
  ...erasedLaneIndexes,
  ...messageIndexes,
  ...messageMarkIndexes,
  ...escalationIndexes,
  ...commentDmLogIndexes,
  ...instagramAccountIndexes,
  ...historySyncIndexes,
  ...flowDraftIndexes,
  ...instagramLoginIndexes,
  ...dataDeletionIndexes,
  ...mediaFileIndexes,
  ...flowTemplateIndexes,
  ...flowTemplateVersionIndexes,
  ...automationInstanceIndexes,
  ...automationIntentIndexes,
  ...automationSessionIndexes,
  ...turnRecordIndexes,
  ...followupPolicyIndexes,
  ...followupTaskIndexes,
  ...reportDailyWorkspaceIndexes,
  ...reportDailyFlowIndexes,
  ...reportUnitIndexes,
  ...personaIndexes,
  ...simulationIndexes,
  ...supportTicketIndexes,
  ...supportTicketCommentIndexes,
  ...auditEntryIndexes,
  ...auditKeyIndexes,
  ...adminLogEventIndexes,
  ...workerProcessIndexes,
];
