import { isOpenStatus, SESSION_STATUSES, type SessionStatus } from '../../flows';

/** Sessions that began in the time asked for, by how they stand and where. */
export interface SessionGroup {
  status: SessionStatus;
  lastNodeId: string | null;
  sessions: number;
  /** Of them, those that reached a goal. */
  withGoal: number;
}

export interface CountedSessions {
  groups: readonly SessionGroup[];
  /** How often nodes were entered. */
  visits: readonly { nodeId: string; entered: number }[];
  goals: readonly { goal: string; reached: number }[];
}

export interface NodeFigures {
  nodeId: string;
  /** How often sessions came there. */
  entered: number;
  /** How often they went on, or ended well. */
  left: number;
  /** Sessions that are there now. */
  waiting: number;
  /** Sessions that ended there, neither completed nor handed to a person. */
  droppedOff: number;
}

export interface InstanceFigures {
  started: number;
  /** By status; statuses that no session has are 0. */
  sessions: Record<SessionStatus, number>;
  /** Sessions that reached a goal. */
  withGoal: number;
  goals: { goal: string; reached: number }[];
  /** The most entered first. */
  nodes: NodeFigures[];
}

export function figuresOf({ groups, visits, goals }: CountedSessions): InstanceFigures {
  const sum = (chosen: readonly SessionGroup[], of: (group: SessionGroup) => number) =>
    chosen.reduce((total, group) => total + of(group), 0);
  const sessions = SESSION_STATUSES.map((status): [SessionStatus, number] => [
    status,
    sum(
      groups.filter((group) => group.status === status),
      (group) => group.sessions,
    ),
  ]);
  return {
    started: sum(groups, (group) => group.sessions),
    sessions: Object.fromEntries(sessions) as Record<SessionStatus, number>,
    withGoal: sum(groups, (group) => group.withGoal),
    goals: [...goals].sort((a, b) => b.reached - a.reached || a.goal.localeCompare(b.goal)),
    nodes: visits.map((visit) => nodeFigures(visit, groups)).sort((a, b) => b.entered - a.entered || order(a, b)),
  };
}

function nodeFigures(
  { nodeId, entered }: CountedSessions['visits'][number],
  groups: readonly SessionGroup[],
): NodeFigures {
  const here = groups.filter(({ lastNodeId }) => lastNodeId === nodeId);
  const count = (fits: (status: SessionStatus) => boolean) =>
    here.reduce((total, { status, sessions }) => total + (fits(status) ? sessions : 0), 0);
  const waiting = count(isOpenStatus);
  const droppedOff = count((status) => !isOpenStatus(status) && status !== 'completed' && status !== 'handed_off');
  return { nodeId, entered, left: Math.max(0, entered - waiting - droppedOff), waiting, droppedOff };
}

const order = (a: NodeFigures, b: NodeFigures): number => a.nodeId.localeCompare(b.nodeId);
