import { Injectable } from '@nestjs/common';
import type { UserId, WorkspaceId } from '../../shared/kernel';
import { ContactRulebook } from '../contacts/contact-rulebook.service';
import type { ContactMerge, UndoFacts } from '../domain/contact-merge';
import { Members } from '../members';
import { LaneGoals } from '../outcomes/lane-goals.service';

/** What undoing a merge has to know beyond it: a month may have passed. Not in a transaction. */
@Injectable()
export class UndoFactsReader {
  constructor(
    private readonly goals: LaneGoals,
    private readonly rulebook: ContactRulebook,
    private readonly members: Members,
  ) {}

  async of({ workspaceId, holder, from, sides }: ContactMerge): Promise<UndoFacts> {
    const { stages } = await this.rulebook.all(workspaceId);
    const owners = [sides?.before.ownerId, sides?.loser.contact.ownerId].flatMap((id) => id ?? []);
    return {
      reached: await this.goals.of(workspaceId, [holder, from]),
      stages,
      left: await this.thoseWhoLeft(workspaceId, owners),
    };
  }

  private async thoseWhoLeft(workspaceId: WorkspaceId, owners: readonly UserId[]): Promise<UserId[]> {
    const left: UserId[] = [];
    for (const id of new Set(owners))
      if ((await this.members.problemsOf(workspaceId, 'ownerId', id)).length > 0) left.push(id);
    return left;
  }
}
