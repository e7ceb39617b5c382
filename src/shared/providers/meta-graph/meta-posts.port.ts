import type { GraphAccount } from './meta-graph.port';
import type { GraphPage } from './meta-history.port';

/** A post or a reel of the account. */
export interface GraphPost {
  id: string;
  caption?: string;
  /** Meta's own word: IMAGE, VIDEO, CAROUSEL_ALBUM. */
  mediaType?: string;
  /** Meta's own word: FEED, REELS, STORY, AD. */
  productType?: string;
  permalink?: string;
  /** A picture of it; expires within days. */
  pictureUrl?: string;
  at: Date;
  comments: number;
}

/** Posts of an account. Source: Instagram Platform, "IG User Media". @throws GraphError */
export abstract class MetaPosts {
  /** Newest first. */
  abstract list(account: GraphAccount, limit: number, after?: string): Promise<GraphPage<GraphPost>>;
}
