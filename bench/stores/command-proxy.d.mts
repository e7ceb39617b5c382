export interface SeenCommand {
  name: string;
  collection: string;
  command: Record<string, unknown>;
}

export interface CommandProxy {
  /** Where clients connect; the path names the database as in the upstream's URI. */
  uri: string;
  /** In the order in which they came, since the start or the last `forget`. */
  commands(): SeenCommand[];
  forget(): void;
  close(): Promise<void>;
}

export function startCommandProxy(upstreamUri: string): Promise<CommandProxy>;
