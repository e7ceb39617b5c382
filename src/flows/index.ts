export type { FlowCapabilities, MessageFormat } from './domain/compile/capabilities';
export type { ChannelLimits, ChannelPolicy } from './domain/compile/channel-limits';
export type { CompiledFlow, CompiledNode } from './domain/compile/compiled-flow';
export type { FlowProblem, ProblemCode, WarningCode } from './domain/compile/problem';
export { compileFlow, type Compilation, type CompileOptions } from './domain/compile/compile-flow';
export type { FlowDefinition, FlowDefinitionInput } from './domain/dsl/flow-definition';
export { type Advance, advance, resumeSession } from './domain/engine/advance';
export { closeSession, moveSession, pauseSession } from './domain/engine/lifecycle';
export { type BoundFlow, bindConfig } from './domain/config/bind-config';
export { type ExposedField, type ExposedFieldInput, FIELD_TYPES, type FieldType } from './domain/config/exposed-field';
export type { TemplateDisplay, TemplateDisplayInput } from './domain/config/template-display';
export { validateConfig } from './domain/config/validate-config';
export { type CheckedContent, checkContent, type ContentCheck } from './domain/draft/check-content';
export type { DraftContent } from './domain/draft/draft-content';
export { type FlowFile, fileOf, parseFile } from './domain/draft/flow-file';
export { RUNNING_SESSIONS, type RunningSessions } from './domain/draft/running-sessions';
export { parseDuration } from './domain/flow-test/duration';
export {
  type Expectation,
  type FlowTest,
  type FlowTestInput,
  flowTestSchema,
  flowTestsSchema,
  type FlowTestStep,
  flowTestStepSchema,
  MAX_FLOW_TESTS,
  type TextExpectation,
} from './domain/flow-test/flow-test';
export type {
  FlowCoverage,
  FlowTestFailure,
  FlowTestLine,
  FlowTestReport,
  FlowTestResult,
} from './domain/flow-test/flow-test-result';
export { sameJson } from './domain/flow-test/same-json';
export { describeText, textFits } from './domain/flow-test/text-match';
export { type Persona, personaSchema, type ScriptedOutcome } from './domain/flow-test/persona';
export { parseChoicePayload } from './domain/engine/choice-payload';
export type { FlowButton, FlowCard, FlowEffect, FlowMedia, FlowMessage, MediaType } from './domain/engine/effect';
export type { ChoiceRef, FlowEvent, FlowMessageIn, TriggerFacts } from './domain/engine/event';
export {
  type ContactView,
  type ConversationFacts,
  DEFAULT_BOUNDS,
  type EngineBounds,
  type FlowEnv,
} from './domain/engine/flow-env';
export type { FlowNodeType } from './domain/engine/nodes';
export { goalsOfFlow } from './domain/goals-of-flow';
export { type Awaiting, newSession, type SessionState } from './domain/engine/session-state';
export {
  type EndStatus,
  isOpenStatus,
  type OpenStatus,
  SESSION_STATUSES,
  type SessionStatus,
} from './domain/engine/session-status';
export { AGENT_TOOLS, type AgentToolName } from './domain/engine/nodes/ai-agent';
export {
  ADD_NOTE,
  AI_AGENT,
  AI_REPLY,
  CAPTURE_GOAL,
  CLASSIFY_INTENTS,
  CREATE_TASK,
  DETECT_INTENT,
  HTTP_REQUEST,
  LOOKUP_PROFILE,
  REPLY_TO_COMMENT,
  UPDATE_CONTACT,
} from './domain/engine/tasks';
export type { Decision, IgnoreReason, TraceEntry } from './domain/engine/trace';
export { flowJsonSchema } from './domain/dsl/flow-json-schema';
export { parsePattern } from './domain/patterns/pattern';
export { type Reference, type Scope, SCOPE_FIELDS } from './domain/template/reference';
export { type ParsedTemplate, parseTemplate, renderTemplate } from './domain/template/template';
export { stableFraction } from './domain/engine/stable-choice';
export { foldText } from './domain/text/fold-text';
export { containsKeyword } from './domain/text/keyword';
export type { CommentOnce, CompiledTrigger, TriggerHours } from './domain/triggers/compiled-trigger';
export type { Stimulus, StimulusComment } from './domain/triggers/stimulus';
export { type TriggerEntry, TriggerIndex } from './domain/triggers/trigger-index';
export type {
  Candidate,
  Considered,
  MatchMoment,
  RejectionReason,
  TriggerBucket,
  TriggerMatches,
} from './domain/triggers/trigger-match';
export { TRIGGER_TYPES, type TriggerType } from './domain/triggers/trigger-types';
export { definitionInvalid, flowTemplateNotFound, flowVersionNotFound, publishConflict } from './flows.errors';
export { FlowPlatform } from './flow-platform.port';
export { type FlowTestContext, FlowTestRunner } from './flow-test-runner.port';
export { FlowsModule } from './flows.module';
export { DraftReview } from './draft-review.service';
export { FlowChecks } from './flow-checks.service';
export { type FlowDraft, FlowDraftsService } from './flow-drafts.service';
export { FlowsService, type PublishedTemplate, type PublishFlow } from './flows.service';
export type { RunnableVersion } from './runnable-version';
export { type FollowedVersion, VersionFollowers } from './version-followers.port';
