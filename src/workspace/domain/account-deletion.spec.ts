import type { WorkspaceId } from '../../shared/kernel';
import { type Belonging, deletionPlan } from './account-deletion';

const belonging = (role: Belonging['role'], owners: number, members: number): Belonging => ({
  workspaceId: 'w1' as WorkspaceId,
  role,
  owners,
  members,
});

describe('deletionPlan', () => {
  it.each([
    ['the only owner with others', belonging('owner', 1, 2), 'blocking'],
    ['the only member', belonging('owner', 1, 1), 'deleting'],
    ['one of two owners', belonging('owner', 2, 2), 'leaving'],
    ['a member', belonging('agent', 1, 2), 'leaving'],
  ] as const)('for %s', (_, one, kind) => {
    const plan = deletionPlan([one]);
    expect(plan).toEqual({ blocking: [], deleting: [], leaving: [], [kind]: ['w1'] });
  });
});
