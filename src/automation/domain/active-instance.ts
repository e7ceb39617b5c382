import type { JsonObject } from '../../conversations';
import type { CompiledFlow, CompiledTrigger } from '../../flows';

/** An automation that is switched on, ready to be matched. */
export interface ActiveInstance {
  id: string;
  templateId: string;
  /** The version that its new sessions run. */
  versionId: string;
  config: JsonObject;
  triggers: readonly CompiledTrigger[];
}

/** What deciding needs to know besides the conversation. */
export interface AutomationContext {
  /** Oldest first. */
  instances: readonly ActiveInstance[];
  /** Of these instances and of the sessions in the state; null for a version that does not exist. */
  flows: ReadonlyMap<string, CompiledFlow | null>;
}
