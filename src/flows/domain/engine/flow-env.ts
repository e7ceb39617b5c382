import type { BusinessHours } from '../../../shared/kernel';
import type { JsonObject } from '../json';

/** Bounds of a run, so that no flow can spin, spam or fill the conversation's state. */
export interface EngineBounds {
  /** Nodes entered for one event; a flow that needs more goes on by a timer that is due at once. */
  stepsPerEvent: number;
  /** Nodes entered in one session, waits included; then it fails. */
  stepsPerSession: number;
  /** A session expires this long after its last activity, or after the end of the wait it is in; a flow may say otherwise. */
  sessionTtlMs: number;
  /** Size of a session's variables; a value that does not fit is not stored. */
  varsBytes: number;
  /** Of the participant's last text, in Unicode code points. */
  storedTextCharacters: number;
}

export const DEFAULT_BOUNDS: EngineBounds = {
  stepsPerEvent: 250,
  stepsPerSession: 1_000,
  sessionTtlMs: 24 * 60 * 60 * 1_000,
  varsBytes: 12 * 1_024,
  storedTextCharacters: 1_000,
};

/** The person on the other side, as the CRM and the channel know them; null or absent where unknown. */
export type ContactView = {
  name?: string | null | undefined;
  username?: string | null | undefined;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  stage?: string | null | undefined;
  tags?: readonly string[] | undefined;
  ownerId?: string | null | undefined;
  profilePictureUrl?: string | null | undefined;
  followerCount?: number | null | undefined;
  isVerified?: boolean | null | undefined;
  /** The person follows the account. */
  followsBusiness?: boolean | null | undefined;
  /** The account follows the person. */
  followedByBusiness?: boolean | null | undefined;
  fields?: JsonObject | undefined;
};

/** Where the conversation takes place. */
export interface ConversationFacts {
  channel: string;
  /** BCP 47, when it is known. */
  language?: string | undefined;
  /** Whether the person had written before this session. */
  returning?: boolean | undefined;
}

/** Everything that the engine may know besides flow, state and event. Plain JSON. */
export interface FlowEnv {
  /** Milliseconds since the epoch. */
  now: number;
  contact: ContactView;
  /** The workspace's values for this automation. */
  config: JsonObject;
  context: ConversationFacts;
  /** The workspace's; null when it states none, which counts as always open. */
  hours: BusinessHours | null;
  bounds: EngineBounds;
}
