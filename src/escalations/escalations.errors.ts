import { DomainError, notFound } from '../shared/kernel';
import type { EscalationStatus } from './domain/escalation';

export const escalationNotFound = () => notFound('This escalation', 'ESCALATION.NOT_FOUND');

export const escalationClosed = (status: EscalationStatus) =>
  new DomainError('ESCALATION.CLOSED', 'conflict', `This escalation is ${status} already.`);

export const escalationContended = () =>
  new DomainError('ESCALATION.CONTENDED', 'unavailable', 'Others are changing this escalation. Try again.');
