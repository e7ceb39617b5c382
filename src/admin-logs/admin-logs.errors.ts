import { DomainError, notFound } from '../shared/kernel';

export const logSettingsConflict = () =>
  new DomainError('LOG_SETTINGS.CONFLICT', 'conflict', 'Somebody else changed them at the same moment. Look again.');

export const scheduleNotFound = () => notFound('The schedule', 'SCHEDULE.NOT_FOUND');

export const logTailFull = () =>
  new DomainError('LOG_TAIL.FULL', 'unavailable', 'Too many people follow the log here already.');
