import type { Alarm } from '../guardrails/safety-rules';
import type { ReplySeverity } from './reply-output';

/** How urgent it is that a person looks at what no model was asked about. */
export const SEVERITY_OF_ALARM: Readonly<Record<Alarm, ReplySeverity>> = {
  crisis: 'critical',
  abuse: 'high',
  asks_for_person: 'normal',
};
