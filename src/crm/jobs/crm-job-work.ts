import type { CrmJob, StepOutcome } from '../domain/crm-job';

/** How jobs of one kind are done: step by step, each of which may be begun again after a crash. */
export interface CrmJobWork {
  step(job: CrmJob): Promise<StepOutcome>;
}
