import { DomainError, notFound } from '../../shared/kernel';
import type { Resource } from '../domain/plans/plan';

export interface LimitFacts {
  resource: Resource;
  used: number;
  limit: number;
  /** Of what is charged by the month; what is counted becomes free when something is removed. */
  renewsAt?: Date;
}

export const limitReached = ({ renewsAt, ...facts }: LimitFacts) =>
  new DomainError(
    'PLAN.LIMIT_REACHED',
    'rate-limited',
    `The plan of this workspace allows no more ${facts.resource}.`,
    {
      facts: { ...facts, ...(renewsAt === undefined ? {} : { renewsAt: renewsAt.toISOString() }) },
    },
  );

export const tierNotFound = () => notFound('This tier', 'TIER.NOT_FOUND');

export const tierNameTaken = () => new DomainError('TIER.NAME_TAKEN', 'conflict', 'A tier with this name exists.');

export const defaultStays = () =>
  new DomainError(
    'TIER.DEFAULT_STAYS',
    'conflict',
    'One active tier is the default: make another one the default first.',
  );

export const tierInUse = () => new DomainError('TIER.IN_USE', 'conflict', 'Workspaces have this tier.');

export const tierNotActive = () =>
  new DomainError('TIER.NOT_ACTIVE', 'conflict', 'Only an active tier can be given to a workspace.');
