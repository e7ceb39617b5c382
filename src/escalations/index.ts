export type { Escalation } from './domain/escalation';
export type { HoldRule } from './domain/hold-rule';
export { isSeverity, SEVERITIES, type Severity } from './domain/severity';
export type { EscalationSla, SlaClock, SlaGoal } from './domain/sla';
export { type EscalationFact, EscalationFacts } from './escalation-facts.facade';
export { EscalationsFacade, type OpenEscalation } from './escalations.facade';
export { EscalationsModule } from './escalations.module';
