import type { SessionStatus } from '../../flows';

/** Counted from the rows of sessions, so that nothing can be counted twice. */
export interface InstanceStats {
  /** Sessions ever started. */
  started: number;
  active: number;
  completed: number;
  handedOver: number;
  lastStartedAt: Date | null;
}

interface Count {
  instanceId: string;
  status: SessionStatus;
  count: number;
  lastStartedAt: Date;
}

const NONE: InstanceStats = { started: 0, active: 0, completed: 0, handedOver: 0, lastStartedAt: null };

export function statsOf(instanceId: string, counts: readonly Count[]): InstanceStats {
  return counts.filter((count) => count.instanceId === instanceId).reduce(add, NONE);
}

function add(stats: InstanceStats, { status, count, lastStartedAt }: Count): InstanceStats {
  const isLater = stats.lastStartedAt === null || lastStartedAt > stats.lastStartedAt;
  return {
    started: stats.started + count,
    active: stats.active + (status === 'active' ? count : 0),
    completed: stats.completed + (status === 'completed' ? count : 0),
    handedOver: stats.handedOver + (status === 'handoff' ? count : 0),
    lastStartedAt: isLater ? lastStartedAt : stats.lastStartedAt,
  };
}
