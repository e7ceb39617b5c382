import { Injectable } from '@nestjs/common';
import { roleMay } from '../../shared/auth';
import { Clock, Contributions, type ConversationId, type UserId, type WorkspaceId } from '../../shared/kernel';
import { SettingsGroup, type SettingsReader, WorkspaceFacade, WorkspaceSettings } from '../../workspace';
import { type AssignmentRule, inTurn, leastBusy, openWithPicks, picksThatCount } from '../domain/assignment';
import { AssignmentTurnsRepository } from '../repositories/assignment-turns.repository';
import { DeskRepository } from '../repositories/desk.repository';
import { type AssignmentOccasion, type InboxSettings, inboxSettings } from './inbox-settings';

/** Each was lost to an assignment that succeeded; whoever loses them all goes by turns. */
const ATTEMPTS = 20;

/** Who is given a conversation. */
@Injectable()
export class Assignments {
  private readonly settings: SettingsReader<InboxSettings>;

  constructor(
    private readonly desk: DeskRepository,
    private readonly turns: AssignmentTurnsRepository,
    private readonly workspaces: WorkspaceFacade,
    private readonly clock: Clock,
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

  /** To whom the conversation goes; null when nobody may have it. Not in a transaction. */
  async pick(workspaceId: WorkspaceId, conversationId: ConversationId, rule: AssignmentRule): Promise<UserId | null> {
    const candidates = await this.candidates(workspaceId);
    if (candidates.length === 0) return null;
    if (rule === 'round_robin') return inTurn(candidates, await this.turns.next(workspaceId));
    return this.leastOpen(workspaceId, conversationId, candidates);
  }

  /** Many at once go to whoever has the fewest with those that the others are just being given. */
  private async leastOpen(
    workspaceId: WorkspaceId,
    conversationId: ConversationId,
    candidates: readonly UserId[],
  ): Promise<UserId | null> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const now = this.clock.now();
      const { given, picks: all } = await this.turns.soFar(workspaceId);
      const picks = picksThatCount(all, now);
      const ids = picks.map((pick) => pick.conversationId);
      const open = openWithPicks(await this.desk.openOf(workspaceId, candidates, ids), picks);
      const userId = leastBusy(candidates, open, given);
      if (userId === null) return null;
      if (await this.turns.keep(workspaceId, given, [...picks, { userId, conversationId, at: now }])) return userId;
    }
    return inTurn(candidates, await this.turns.next(workspaceId));
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
