import { Injectable } from '@nestjs/common';
import type { ContactId, ConversationId, WorkspaceId } from '../../shared/kernel';
import { lanesOf } from '../domain/contact-merge';
import { ContactsRepository } from '../repositories/contacts.repository';
import { type Goal, GOALS } from './domain/goal';
import { ReachedGoals } from './reached-goals.service';
import { OutcomesRepository } from './repositories/outcomes.repository';

/** Which goals conversations have reached, whosever they are by now. */
@Injectable()
export class LaneGoals {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly outcomes: OutcomesRepository,
    private readonly reached: ReachedGoals,
  ) {}

  /** Whichever goals there is a record of, by the conversations that reached them; of these contacts. */
  async of(workspaceId: WorkspaceId, contactIds: readonly ContactId[]): Promise<Map<ConversationId, Goal[]>> {
    const lanes = new Map<ConversationId, Goal[]>();
    for (const goal of GOALS)
      for (const id of await this.outcomes.lanesOf(workspaceId, goal, contactIds))
        lanes.set(id, [...(lanes.get(id) ?? []), goal]);
    return lanes;
  }

  /** Contacts that were taken apart show what their conversations reached while that was being done. */
  async catchUp(workspaceId: WorkspaceId, contactIds: readonly ContactId[]): Promise<void> {
    const reached = await this.of(workspaceId, contactIds);
    for (const contact of await this.contacts.findMany(workspaceId, contactIds)) {
      const goals = lanesOf(contact).flatMap((lane) => reached.get(lane) ?? []);
      const missing = goals.filter((goal) => contact.goals?.includes(goal) !== true);
      if (missing.length > 0) await this.reached.add({ workspaceId, contactId: contact.id }, missing);
    }
  }
}
