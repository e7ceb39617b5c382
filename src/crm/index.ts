export type { Participant } from './crm.facade';
export { CrmFacade } from './crm.facade';
export { CrmModule } from './crm.module';
export {
  type Contact,
  CONTACT_STAGES,
  type ContactFields,
  type ContactFieldValue,
  type ContactStage,
  type ContactView,
} from './domain/contact';
export { checkChanges, type ContactChanges, editedContact, editOf } from './domain/contact-changes';
export { CRM_TASK_PRIORITIES, type CrmTaskPriority } from './domain/crm-task';
export type { EffectOutcome, PersonRef } from './domain/person';
export type { TaskWishes } from './domain/task-wishes';
export { type Goal, GOAL_FIELDS, GOALS } from './outcomes/domain/goal';
