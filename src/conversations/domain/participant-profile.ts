/** What the channel shows of a participant; whatever it does not tell is absent. */
export interface ParticipantProfile {
  name?: string;
  username?: string;
  /** Of the channel's; ends to work within days. */
  pictureUrl?: string;
  followerCount?: number;
  isVerified?: boolean;
  /** The person follows the account. */
  followsBusiness?: boolean;
  /** The account follows the person. */
  followedByBusiness?: boolean;
  /** When it was asked for. */
  at: Date;
}

/** A profile older than this is asked for anew when the person writes: its picture ends within days. */
export const PROFILE_FRESH_MS = 24 * 3_600_000;
/** After this a person who had not consented is asked for again, when they write. */
export const PROFILE_RETRY_MS = 10 * 60_000;
