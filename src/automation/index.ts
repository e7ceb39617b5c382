export { automationNotFound, configInvalid } from './automation.errors';
export {
  type AutomationInstance,
  AutomationInstancesService,
  type CreateAutomation,
} from './instances/automation-instances.service';
export { AutomationIntents } from './intents/automation-intents.service';
export { AutomationModule } from './automation.module';
export { ReplyDrafts } from './drafts/reply-drafts.service';
export { type AiReplyFact, AiReplyFacts } from './ai-reply-facts.facade';
export { type FollowupFact, FollowupFacts } from './followups/followup-facts.facade';
export { type SessionFact, SessionFacts } from './sessions/session-facts.facade';
export type { InstanceStats } from './domain/instance-stats';
export { runFlowTests } from './simulator/domain/run-flow-tests';
