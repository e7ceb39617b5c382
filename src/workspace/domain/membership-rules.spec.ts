import type { Role } from '../../shared/auth';
import { problemOfRemoval, problemOfRoleChange } from './membership-rules';

describe('problemOfRoleChange', () => {
  it.each<[Role, Role, Role, number, string | null]>([
    ['owner', 'viewer', 'admin', 1, null],
    ['owner', 'admin', 'owner', 1, null],
    ['owner', 'owner', 'admin', 2, null],
    ['owner', 'owner', 'owner', 1, null],
    ['owner', 'owner', 'admin', 1, 'last-owner'],
    ['admin', 'agent', 'admin', 1, null],
    ['admin', 'admin', 'viewer', 1, null],
    ['admin', 'owner', 'admin', 2, 'above-own-role'],
    ['admin', 'agent', 'owner', 1, 'above-own-role'],
    ['agent', 'viewer', 'agent', 1, null],
    ['agent', 'admin', 'viewer', 1, 'above-own-role'],
  ])('%s makes %s %s (%i owners): %s', (by, from, to, owners, expected) => {
    expect(problemOfRoleChange({ by, from, to, owners })).toBe(expected);
  });
});

describe('problemOfRemoval', () => {
  it.each<[Role, Role, number, string | null]>([
    ['owner', 'viewer', 1, null],
    ['owner', 'owner', 2, null],
    ['owner', 'owner', 1, 'last-owner'],
    ['admin', 'admin', 1, null],
    ['admin', 'owner', 2, 'above-own-role'],
    ['viewer', 'viewer', 1, null],
  ])('%s removes %s (%i owners): %s', (by, from, owners, expected) => {
    expect(problemOfRemoval({ by, from, owners })).toBe(expected);
  });
});
