import type { JsonObject, TaskOutcome } from '../../../conversations';
import type { Persona, ScriptedOutcome } from '../../../flows';
import type { TimelineEntry } from './virtual-timeline';

/** The made-up person's record in the CRM. */
export type VirtualContact = {
  name?: string;
  username?: string;
  email?: string;
  phone?: string;
  stage: string;
  ownerId?: string;
  profilePictureUrl?: string;
  followerCount?: number;
  isVerified?: boolean;
  followsBusiness?: boolean;
  followedByBusiness?: boolean;
  tags: string[];
  fields: JsonObject;
};

export type VirtualButton = { title: string; payload?: string; url?: string };

export type VirtualHold = { until: number; reason: string; endedEarly?: true };

/** A conversation that exists only in the simulator: plain JSON, times in milliseconds since the epoch. */
export type VirtualLaneState = {
  format: 1;
  laneId: string;
  startedAt: number;
  now: number;
  /** Events so far; their ids derive from it. */
  events: number;
  /** Entries of the timeline so far, dropped ones included. */
  entries: number;
  /** What automation keeps in the conversation. */
  turnState: JsonObject | null;
  contact: VirtualContact;
  language?: string;
  returning: boolean;
  timers: { id: string; dueAt: number; data: JsonObject }[];
  /** Work that is under way. */
  pending: { id: string; kind: string; input: JsonObject }[];
  /** How the next tasks of a name come out, in this order … */
  next: Record<string, TaskOutcome[]>;
  /** … and all others. */
  answers: Record<string, TaskOutcome>;
  /** What becomes of a task that nobody says anything about: it stays under way, or fails. */
  unanswered: 'pending' | 'fails';
  hold: VirtualHold | null;
  /** Opens the window in which the bot may write. */
  lastInboundAt: number | null;
  /** What can be tapped, newest last. */
  choices: { title: string; payload: string; isQuickReply: boolean }[];
  notes: string[];
  tasks: { title: string; details?: string; dueAt?: string }[];
  goals: { goal: string; fields: JsonObject }[];
  handoffs: { reason: string; summary: string }[];
  timeline: TimelineEntry[];
};

export interface NewLane extends Pick<VirtualLaneState, 'laneId' | 'now' | 'unanswered'> {
  persona?: Persona | undefined;
}

export function newLane({ laneId, now, unanswered, persona = {} }: NewLane): VirtualLaneState {
  return {
    format: 1,
    laneId,
    startedAt: now,
    now,
    events: 0,
    entries: 0,
    turnState: null,
    timers: [],
    pending: [],
    next: {},
    unanswered,
    hold: null,
    lastInboundAt: null,
    choices: [],
    notes: [],
    tasks: [],
    goals: [],
    handoffs: [],
    timeline: [],
    ...personaFacts(persona),
  };
}

/** The CRM's stage of somebody who has just written for the first time. */
const NEWCOMER = 'new';

type PersonaFacts = Pick<VirtualLaneState, 'contact' | 'language' | 'returning' | 'answers'>;

/** Who is on the other side, and how work outside comes out for them. */
export function personaFacts({ language, returning, answers = {}, ...contact }: Persona): PersonaFacts {
  const outcomes = Object.entries(answers).map(([task, outcome]) => [task, outcomeOf(outcome)] as const);
  return {
    contact: { stage: NEWCOMER, ...defined(contact), tags: [...(contact.tags ?? [])], fields: { ...contact.fields } },
    ...(language === undefined ? {} : { language }),
    returning: returning ?? false,
    answers: Object.fromEntries(outcomes),
  };
}

export function outcomeOf(outcome: ScriptedOutcome): TaskOutcome {
  return 'error' in outcome ? { ok: false, error: outcome.error } : { ok: true, value: outcome.value };
}

/** JSON knows no undefined. */
function defined<T extends object>(values: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
