import type { Role } from '../../shared/auth';
import type { WorkspaceId } from '../../shared/kernel';

/** One workspace of a user who wants to go. */
export interface Belonging {
  workspaceId: WorkspaceId;
  role: Role;
  owners: number;
  members: number;
}

export interface DeletionPlan {
  /** Others would be left without an owner: the user must hand these over first. */
  blocking: WorkspaceId[];
  /** Nobody else is in them: they go with the user. */
  deleting: WorkspaceId[];
  leaving: WorkspaceId[];
}

/** Who inherits and who loses what: nobody inherits silently, and no workspace is left without an owner. */
export function deletionPlan(belongings: readonly Belonging[]): DeletionPlan {
  const isSoleOwner = ({ role, owners }: Belonging) => role === 'owner' && owners === 1;
  const idsOf = (those: readonly Belonging[]) => those.map(({ workspaceId }) => workspaceId);
  return {
    blocking: idsOf(belongings.filter((one) => isSoleOwner(one) && one.members > 1)),
    deleting: idsOf(belongings.filter((one) => isSoleOwner(one) && one.members === 1)),
    leaving: idsOf(belongings.filter((one) => !isSoleOwner(one))),
  };
}
