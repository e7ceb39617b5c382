import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { nextOpening } from '../../../../shared/kernel';
import type { Decision } from '../trace';
import { nodeData, type NodeKind, type NodeView, PLAIN_NODE } from './node-kind';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const UNITS = { minutes: MINUTE, hours: 60 * MINUTE, days: DAY } as const;
const MAX_DAYS = 30;

const lasting = nodeData({
  mode: z.literal('for'),
  amount: z
    .int()
    .min(1)
    .max(MAX_DAYS * 24 * 60),
  unit: z.enum(['minutes', 'hours', 'days']),
}).refine(({ amount, unit }) => amount * UNITS[unit] <= MAX_DAYS * DAY, {
  path: ['amount'],
  message: `must be at most ${MAX_DAYS} days`,
});

const untilTime = nodeData({
  mode: z.literal('until'),
  /** As the clock on the wall shows it. */
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:30'),
  /** IANA name; without it, the workspace's. */
  timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'must be a time zone such as Europe/Berlin')
    .optional(),
});

const untilOpening = nodeData({ mode: z.literal('opening') });

export const delayData = z.discriminatedUnion('mode', [lasting, untilTime, untilOpening]);
export type DelayData = z.infer<typeof delayData>;

/** Waits for a while, until a time of day, or until the workspace opens (not at all while it is open). */
export const delayNode: NodeKind<'delay', DelayData> = {
  ...PLAIN_NODE,
  type: 'delay',
  handles: ({ mode }) => [{ name: 'next', required: true, waits: mode !== 'opening' }],
  longestSilence: longestDelay,
  shortestSilence: (data) => (data.mode === 'for' ? longestDelay(data) : 0),
  enter: ({ data }, view) => {
    const dueAt = endOf(data, view);
    const because = [decisionOf(data, dueAt, view)];
    if (dueAt <= view.now) return { because, then: { kind: 'go', handle: 'next' } };
    return { because, then: { kind: 'await-timer', dueAt, why: 'delay' } };
  },
  resume: (_node, arrival) => (arrival.kind === 'timeout' ? { then: { kind: 'go', handle: 'next' } } : null),
};

function longestDelay(data: DelayData): number {
  switch (data.mode) {
    case 'for':
      return data.amount * UNITS[data.unit];
    case 'until':
      // A day on which clocks are set back has an hour more.
      return DAY + UNITS.hours;
    case 'opening':
      return Infinity;
  }
}

function endOf(data: DelayData, { now, hours }: NodeView): number {
  switch (data.mode) {
    case 'for':
      return now + data.amount * UNITS[data.unit];
    case 'until':
      return nextTimeOfDay(data.time, data.timeZone ?? hours?.timeZone ?? 'utc', now);
    case 'opening':
      // A workspace that never opens again keeps nobody waiting.
      return hours === null ? now : (nextOpening(hours, new Date(now))?.getTime() ?? now);
  }
}

/** The next moment after now at which the clock shows the time; in an hour that is left out, the time after it. */
function nextTimeOfDay(time: string, zone: string, now: number): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const today = DateTime.fromMillis(now, { zone }).startOf('day');
  const moments = [0, 1].map((days) => today.plus({ days }).set({ hour, minute }).toMillis());
  return moments.find((moment) => moment > now) ?? now;
}

function decisionOf(data: DelayData, dueAt: number, { now, hours }: NodeView): Decision {
  const { label: _label, ...operands } = data;
  const outcome = dueAt <= now ? 'at once' : new Date(dueAt).toISOString();
  return { rule: 'delay', operands: { ...operands, workspaceZone: hours?.timeZone ?? null }, outcome };
}
