import type { JsonObject } from '../../conversations';
import type { ContactView } from '../../crm';
import type { HoldRule } from '../../escalations';
import { type CompiledFlow, TriggerIndex } from '../../flows';
import type { BusinessHours } from '../../shared/kernel';
import type { FollowupPolicy } from './followups/followup-policy';

/** What a session runs: a version with an automation's config bound in, and that config with the version's defaults. */
export interface Runnable {
  flow: CompiledFlow;
  config: JsonObject;
}

/** An automation that is switched on, ready to run. */
export interface ActiveInstance {
  id: string;
  name: string;
  templateId: string;
  /** The version that its new sessions run. */
  versionId: string;
  /** Number of that version in its template; a session moves only to a higher one. */
  version: number;
  /** That version was published with the choice that running sessions move to it. */
  movesSessions: boolean;
  /** Null for a version that cannot be run. */
  runs: Runnable | null;
}

/** What texts and conditions see as `context`, apart from the trigger. */
export interface SessionFacts {
  channel: string;
  language?: string;
  /** Absent: told by whether an automation ran in the conversation before. */
  returning?: boolean;
}

/** What deciding needs to know besides the conversation. */
export interface AutomationContext {
  /** Oldest first. */
  instances: readonly ActiveInstance[];
  /** Over the triggers of these instances; owners are their ids. */
  triggers: TriggerIndex<string>;
  /** By `flowKey`: those of the instances, and those of the sessions in the state; null for one that cannot be run. */
  flows: ReadonlyMap<string, Runnable | null>;
  /** Null: the workspace has stated none. */
  hours: BusinessHours | null;
  /** The person's record, when some flow in play reads more than name and username. */
  contact: ContactView | null;
  facts: SessionFacts;
  /** How long the bot is silent once a person is needed; absent: as the flow says, or an hour. */
  handoffHold?: HoldRule;
  /** Voice notes are put into words here; told only for a turn that brings some. */
  hearsVoice?: boolean;
  /** Beyond it a conversation is taken for one of two bots; absent: never. */
  exchangesPerMinute?: number;
  /** Policies that are on; absent: there are none. */
  followups?: readonly FollowupPolicy[];
}

export const CHANNEL = 'instagram';

/** A flow as one automation runs it: its version with that automation's config. */
export const flowKey = (instanceId: string, versionId: string): string => `${instanceId}:${versionId}`;

/** The part that is the same for all conversations of a workspace. */
export type ActiveSet = Pick<AutomationContext, 'instances' | 'triggers' | 'flows'>;

/** `instances`: oldest first. */
export function activeSet(instances: readonly ActiveInstance[]): ActiveSet {
  const entries = instances.flatMap(({ id, runs }, order) =>
    (runs?.flow.triggers ?? []).map((trigger) => ({ owner: id, trigger, order })),
  );
  const flows = instances.map(({ id, versionId, runs }) => [flowKey(id, versionId), runs] as const);
  return { instances, triggers: new TriggerIndex(entries), flows: new Map(flows) };
}

export const NOTHING_ACTIVE: ActiveSet = activeSet([]);
