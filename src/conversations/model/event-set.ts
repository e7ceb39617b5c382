/** The few events of the modelled conversation. Own echoes are numbered by the delivery they tell of. */
export enum Ev {
  M1,
  M2,
  ForeignEcho,
  Timer,
  Echo0,
  Echo1,
  Echo2,
}

export const EVENT_COUNT = 7;

/** Platform time decides the order in which one turn takes events; M2 comes last so that others can arrive late. */
export const PLATFORM_ORDER: readonly Ev[] = [Ev.M1, Ev.Timer, Ev.ForeignEcho, Ev.Echo0, Ev.Echo1, Ev.Echo2, Ev.M2];

/** A set of events, one bit each. */
export type EventSet = number;

export const NO_EVENTS: EventSet = 0;
export const ECHOES: EventSet = setOf(Ev.ForeignEcho, Ev.Echo0, Ev.Echo1, Ev.Echo2);
export const PARTICIPANT_MESSAGES: EventSet = setOf(Ev.M1, Ev.M2);

export function setOf(...events: Ev[]): EventSet {
  return events.reduce((set, event) => set | (1 << event), 0);
}

export function has(set: EventSet, event: Ev): boolean {
  return ((set >> event) & 1) === 1;
}

export function without(set: EventSet, removed: EventSet): EventSet {
  return set & ~removed;
}

/** The members in platform order. */
export function inOrder(set: EventSet): Ev[] {
  return PLATFORM_ORDER.filter((event) => has(set, event));
}

export function firstOf(set: EventSet, count: number): EventSet {
  return setOf(...inOrder(set).slice(0, count));
}

export function sizeOf(set: EventSet): number {
  return inOrder(set).length;
}

/** The event by which the platform tells of one of our own deliveries. */
export function echoOf(delivery: number): Ev {
  return Ev.Echo0 + delivery;
}

/** The delivery an own echo tells of; undefined for every other event. */
export function deliveryOf(event: Ev): number | undefined {
  return event >= Ev.Echo0 ? event - Ev.Echo0 : undefined;
}

export function describe(set: EventSet): string {
  const names = inOrder(set).map((event) => Ev[event]);
  return names.length > 0 ? names.join('+') : 'nothing';
}
