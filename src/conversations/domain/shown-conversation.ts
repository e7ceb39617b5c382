import type { ConversationState } from '../schemas/conversation.schema';
import type { WindowPolicy } from './window';

/** With what its account allows. */
export interface ShownConversation {
  row: ConversationState;
  window: WindowPolicy;
  /** Its account is made up for demonstrations. */
  isMock: boolean;
}
