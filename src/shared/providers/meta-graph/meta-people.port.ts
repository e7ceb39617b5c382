import type { GraphAccount } from './meta-graph.port';

/** What a person shows to a professional account they have written to. Whatever Instagram does not tell is absent. */
export interface GraphPersonProfile {
  name?: string;
  username?: string;
  /** Expires within days. */
  profilePictureUrl?: string;
  followerCount?: number;
  isVerified?: boolean;
  /** The person follows the account. */
  followsBusiness?: boolean;
  /** The account follows the person. */
  followedByBusiness?: boolean;
}

/** What Instagram tells of people and of what they sent. Every method @throws GraphError. */
export abstract class MetaPeople {
  /**
   * Null when the person has not consented: they never wrote, or have blocked the account. Only name, username and picture where
   * Instagram refuses the other fields. Source: Instagram Messaging, "User Profile".
   */
  abstract readPerson(account: GraphAccount, participantId: string): Promise<GraphPersonProfile | null>;

  /**
   * Where the attachments of a message are now, in the order of the message; null for one without an address. Null when there is no such
   * message any more. Source: Instagram Platform, "Conversations API".
   */
  abstract readAttachmentUrls(account: GraphAccount, mid: string): Promise<(string | null)[] | null>;
}
