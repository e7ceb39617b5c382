import { Injectable } from '@nestjs/common';
import { AccessDirectory } from '../shared/auth';
import { Contributions, type FieldProblem, type UserId, type WorkspaceId } from '../shared/kernel';

/** Who may own contacts and have tasks: members of the workspace, whatever their role. */
@Injectable()
export class Members {
  constructor(private readonly contributions: Contributions) {}

  /** What is wrong with naming this user in `field`; nothing, when nobody is named. At most a second behind. */
  async problemsOf(
    workspaceId: WorkspaceId,
    field: string,
    userId: string | null | undefined,
  ): Promise<FieldProblem[]> {
    if (userId === null || userId === undefined) return [];
    const role = await this.contributions.one(AccessDirectory).roleOf(userId as UserId, workspaceId);
    return role === null ? [{ field, rule: 'must be a member of the workspace' }] : [];
  }
}
