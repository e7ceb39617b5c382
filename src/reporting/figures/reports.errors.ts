import { DomainError } from '../../shared/kernel';

export const recountOvertaken = (): DomainError =>
  new DomainError('REPORTS.OVERTAKEN', 'conflict', 'The reports of this workspace are being counted anew elsewhere.');

export const rangeInvalid = (mostDays: number): DomainError =>
  new DomainError(
    'REPORTS.RANGE_INVALID',
    'invalid',
    `The first day must not be after the last, and a range has at most ${mostDays} days.`,
  );
