import type { GraphAccount } from './meta-graph.port';

/** Shown to people whose app has this locale; `default` to all others. */
export interface GraphIceBreakers {
  locale: string;
  questions: { question: string; payload: string }[];
}

export type GraphMenuItem = { title: string; payload: string } | { title: string; url: string };

export interface GraphMenu {
  locale: string;
  items: GraphMenuItem[];
}

/** What people can tap before they write. Source: Instagram messaging, "Ice breakers", "Persistent menu". Every method @throws GraphError. */
export abstract class MetaEntryPoints {
  abstract iceBreakers(account: GraphAccount): Promise<GraphIceBreakers[]>;
  abstract setIceBreakers(account: GraphAccount, sets: readonly GraphIceBreakers[]): Promise<void>;
  abstract removeIceBreakers(account: GraphAccount): Promise<void>;
  abstract menu(account: GraphAccount): Promise<GraphMenu[]>;
  abstract setMenu(account: GraphAccount, menus: readonly GraphMenu[]): Promise<void>;
  abstract removeMenu(account: GraphAccount): Promise<void>;
}
