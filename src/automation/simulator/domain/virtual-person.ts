import type { LaneView } from '../../../conversations';
import type { ContactView } from '../../../crm';
import type { AccountId, ConversationId, WorkspaceId } from '../../../shared/kernel';
import { type AutomationContext, CHANNEL } from '../../domain/active-instance';
import type { SimulatedWorld } from './virtual-lane';
import type { VirtualLaneState } from './virtual-lane-state';

/** What deciding may know, read from the made-up person's record. */
export function contextOf(
  world: SimulatedWorld,
  { contact, language, returning }: VirtualLaneState,
): AutomationContext {
  const facts = { channel: CHANNEL, returning, ...(language === undefined ? {} : { language }) };
  // The CRM's brands and closed lists: a persona may hold what the CRM would not take.
  return { ...world, contact: contact as ContactView, facts };
}

export function laneViewOf({ laneId, contact: { name, username } }: VirtualLaneState): LaneView {
  return {
    conversationId: laneId as ConversationId,
    workspaceId: 'simulator' as WorkspaceId,
    accountId: 'simulator' as AccountId,
    participantId: laneId,
    participant: { ...(name === undefined ? {} : { name }), ...(username === undefined ? {} : { username }) },
  };
}
