export { ContactEditing } from './contacts/contact-editing.facade';
export { type ContactMirror, type ContactMove, ContactReferences } from './contact-references.port';
export type { Participant } from './contacts/channel-people.service';
export { CrmFacade } from './crm.facade';
export { CrmModule } from './crm.module';
export {
  type Contact,
  type ContactFields,
  type ContactFieldValue,
  type ContactStage,
  type ContactView,
} from './domain/contact';
export { checkChanges, type ContactChanges, editedContact, editOf } from './domain/contact-changes';
export { tagOf } from './domain/contact-values';
export { CRM_TASK_PRIORITIES, type CrmTaskPriority } from './domain/crm-task';
export { STAGE_KEY } from './domain/pipeline';
export type { EffectOutcome, PersonRef } from './domain/person';
export type { TaskWishes } from './domain/task-wishes';
export { OpenOutcomes } from './outcomes/open-outcomes.facade';
export { type OutcomeFact, OutcomeFacts } from './outcomes/outcome-facts.facade';
export { type Goal, GOAL_FIELDS, GOALS } from './outcomes/domain/goal';
export {
  TIMELINE_KINDS,
  type TimelineEntry,
  type TimelineKind,
  TimelineSource,
  type TimelineSubject,
} from './timeline-source.port';
export { type SupportStub, SupportStubs, type TaskOfStub } from './support-stubs.facade';
