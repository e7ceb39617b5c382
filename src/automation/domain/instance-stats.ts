import { isOpenStatus, type SessionStatus } from '../../flows';

/** Counted from the rows of sessions, so that nothing can be counted twice. */
export interface InstanceStats {
  /** Sessions ever started. */
  started: number;
  /** Sessions under way: at work, waiting or paused. */
  active: number;
  completed: number;
  handedOver: number;
  failed: number;
  lastStartedAt: Date | null;
}

interface Count {
  instanceId: string;
  status: SessionStatus;
  count: number;
  lastStartedAt: Date;
}

const NONE: InstanceStats = { started: 0, active: 0, completed: 0, handedOver: 0, failed: 0, lastStartedAt: null };

export function statsOf(instanceId: string, counts: readonly Count[]): InstanceStats {
  return counts.filter((count) => count.instanceId === instanceId).reduce(add, NONE);
}

function add(stats: InstanceStats, { status, count, lastStartedAt }: Count): InstanceStats {
  const isLater = stats.lastStartedAt === null || lastStartedAt > stats.lastStartedAt;
  const when = (fits: boolean) => (fits ? count : 0);
  return {
    started: stats.started + count,
    active: stats.active + when(isOpenStatus(status)),
    completed: stats.completed + when(status === 'completed'),
    handedOver: stats.handedOver + when(status === 'handed_off'),
    failed: stats.failed + when(status === 'failed'),
    lastStartedAt: isLater ? lastStartedAt : stats.lastStartedAt,
  };
}
