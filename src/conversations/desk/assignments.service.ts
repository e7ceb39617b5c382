import { Injectable } from '@nestjs/common';
import { roleMay } from '../../shared/auth';
import { Contributions, type UserId, type WorkspaceId } from '../../shared/kernel';
import { SettingsGroup, type SettingsReader, WorkspaceFacade, WorkspaceSettings } from '../../workspace';
import { type AssignmentRule, inTurn, leastBusy } from '../domain/assignment';
import { AssignmentTurnsRepository } from '../repositories/assignment-turns.repository';
import { DeskRepository } from '../repositories/desk.repository';
import { type AssignmentOccasion, type InboxSettings, inboxSettings } from './inbox-settings';

/** Who is given a conversation. */
@Injectable()
export class Assignments {
  private readonly settings: SettingsReader<InboxSettings>;

  constructor(
    private readonly desk: DeskRepository,
    private readonly turns: AssignmentTurnsRepository,
    private readonly workspaces: WorkspaceFacade,
    settings: WorkspaceSettings,
    contributions: Contributions,
  ) {
    contributions.provide(SettingsGroup, inboxSettings);
    this.settings = settings.reader(inboxSettings, 'conversations.assignment', ['assignment', 'assignOn', 'assignees']);
  }

  /** The rule of the workspace for this occasion; null: nobody is given conversations then. From memory. */
  async ruleFor(workspaceId: WorkspaceId, occasion: AssignmentOccasion): Promise<AssignmentRule | null> {
    const { assignment, assignOn } = await this.settings.of(workspaceId);
    return assignment === 'off' || !assignOn.includes(occasion) ? null : assignment;
  }

  /** Null when nobody may. Not in a transaction. */
  async pick(workspaceId: WorkspaceId, rule: AssignmentRule): Promise<UserId | null> {
    const candidates = await this.candidates(workspaceId);
    if (candidates.length === 0) return null;
    const turn = await this.turns.next(workspaceId);
    if (rule === 'round_robin') return inTurn(candidates, turn);
    return leastBusy(candidates, await this.desk.openOf(workspaceId, candidates), turn);
  }

  private async candidates(workspaceId: WorkspaceId): Promise<UserId[]> {
    const [members, { assignees }] = await Promise.all([
      this.workspaces.members(workspaceId),
      this.settings.of(workspaceId),
    ]);
    const able = members.filter(({ role }) => roleMay(role, 'messages.send')).map(({ userId }) => userId);
    return assignees === null ? able : able.filter((userId) => assignees.includes(userId));
  }
}
