import { type AccountId, stableId, type WorkspaceId } from '../../shared/kernel';
import { eventIdOf } from './event-id';

/** A message that its author changed or took back; `receivedIds`: what its row is called if it was received, not sent by us. */
export interface AmendedMessage {
  workspaceId: WorkspaceId;
  accountId: AccountId;
  mid: string;
  receivedIds: readonly string[];
}

export function amendedMessage({ workspaceId, accountId, mid }: Omit<AmendedMessage, 'receivedIds'>): AmendedMessage {
  const ids = ['message', 'postback', 'echo'].map((kind) => eventIdOf(accountId, `${kind}:${mid}`));
  return { workspaceId, accountId, mid, receivedIds: [...ids, ...ids.map((id) => stableId('replay', id))] };
}
