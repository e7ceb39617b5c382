import type { JsonObject } from '../../../conversations';
import { readState } from '../../domain/automation-state';
import type { ConsideredTrigger, TurnExplanation } from '../../domain/explanation';
import { isHeld } from './virtual-effects';
import type { SimulatedWorld } from './virtual-lane';
import type { VirtualContact, VirtualLaneState } from './virtual-lane-state';
import type { TimelineEntry } from './virtual-timeline';

/** The session that runs, or the one that ran last. */
export interface SimulatedSession {
  id: string;
  instanceId: string;
  /** Null for an automation that is gone. */
  automation: string | null;
  versionId: string;
  status: string;
  /** Where it waits, and for what. */
  nodeId: string | null;
  awaits: string | null;
  variables: JsonObject;
}

/** Why an automation did or did not answer what was said last. */
export type Diagnostic = Omit<ConsideredTrigger, 'nodeId' | 'outcome'> & {
  /** Null for an automation that is gone. */
  automation: string | null;
  nodeId?: string;
  outcome: ConsideredTrigger['outcome'] | UnavailableReason;
};

/** Why an automation was not asked at all. */
export const UNAVAILABLE_REASONS = ['switched_off', 'template_archived', 'cannot_run'] as const;
export type UnavailableReason = (typeof UNAVAILABLE_REASONS)[number];

export interface Unavailable {
  instanceId: string;
  automation: string;
  outcome: UnavailableReason;
}

export interface LaneView {
  startedAt: Date;
  /** Virtual time. */
  now: Date;
  session: SimulatedSession | null;
  heldUntil: Date | null;
  contact: VirtualContact;
  notes: string[];
  tasks: VirtualLaneState['tasks'];
  goals: VirtualLaneState['goals'];
  handoffs: VirtualLaneState['handoffs'];
  /** Tasks under way, by name. */
  pending: string[];
  diagnostics: Diagnostic[];
  timeline: (Omit<TimelineEntry, 'at'> & { at: Date })[];
}

/** A lane as people see it. */
export function viewOfLane(
  lane: VirtualLaneState,
  world: SimulatedWorld,
  unavailable: readonly Unavailable[] = [],
): LaneView {
  const { notes, tasks, goals, handoffs, contact } = lane;
  return {
    startedAt: new Date(lane.startedAt),
    now: new Date(lane.now),
    session: sessionOf(lane, world),
    heldUntil: isHeld(lane) && lane.hold !== null ? new Date(lane.hold.until) : null,
    contact,
    notes,
    tasks,
    goals,
    handoffs,
    pending: lane.pending.map(({ kind }) => kind),
    diagnostics: diagnosticsOf(lane, world, unavailable),
    timeline: lane.timeline.map(({ at, ...entry }) => ({ ...entry, at: new Date(at) })),
  };
}

function sessionOf({ turnState }: VirtualLaneState, world: SimulatedWorld): SimulatedSession | null {
  const { running, ended } = readState(turnState);
  const run = running ?? ended;
  if (run === null) return null;
  const { sessionId, versionId, status, awaiting, vars } = run.flow;
  return {
    id: sessionId,
    instanceId: run.instanceId,
    automation: nameOf(run.instanceId, world),
    versionId,
    status,
    nodeId: awaiting?.nodeId ?? null,
    awaits: awaiting?.kind ?? null,
    variables: vars,
  };
}

function diagnosticsOf(
  { timeline }: VirtualLaneState,
  world: SimulatedWorld,
  unavailable: readonly Unavailable[],
): Diagnostic[] {
  const decisions = timeline.flatMap((entry) =>
    entry.kind === 'decision' ? [entry.explanation as unknown as TurnExplanation] : [],
  );
  const latest = decisions.findLast(({ considered }) => considered.length > 0)?.considered ?? [];
  const asked = latest.map((one) => ({ ...one, automation: nameOf(one.instanceId, world) }));
  return [...asked, ...unavailable];
}

function nameOf(instanceId: string, { instances }: SimulatedWorld): string | null {
  return instances.find(({ id }) => id === instanceId)?.name ?? null;
}
