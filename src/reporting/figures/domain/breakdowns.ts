import { type Counts, under } from './counts';
import { medianOf, shareOf } from './figures';
import { quantileOf } from './histogram';
import { labelOf, type Labels, type LabelSet, namesOf, OTHER } from './label-book';
import type { ExactTimes } from './timings';

/** By what figures can be told apart. */
export const BREAKDOWNS = [
  'account',
  'agent',
  'template',
  'automation',
  'goal',
  'template-goal',
  'language',
  'received-kind',
  'sent-kind',
  'handoff-reason',
  'severity',
  'send-failure',
  'comment-outcome',
  'comment-reason',
  'followup-kind',
  'topic',
] as const;
export type Breakdown = (typeof BREAKDOWNS)[number];

export interface BrokenDown {
  /** An id, a code or a kind; `other` for those beyond the number that is told apart, `gone` for what was erased. */
  key: string;
  numbers: Record<string, number | null>;
}

interface Layout {
  /** Keys are `<prefix>:<name>[:<number>]`. */
  prefix: string;
  /** Names stand for labels of this set. */
  labels?: LabelSet;
  /** What the number is called where a name has only one. */
  single?: string;
}

const LAYOUTS: Readonly<Record<Breakdown, Layout>> = {
  account: { prefix: 'ac', labels: 'account' },
  agent: { prefix: 'ag', labels: 'agent' },
  template: { prefix: 'tp', labels: 'template' },
  automation: { prefix: 'au', labels: 'automation' },
  goal: { prefix: 'goal' },
  'template-goal': { prefix: 'tpg', labels: 'template' },
  language: { prefix: 'lang', single: 'conversations' },
  'received-kind': { prefix: 'in', single: 'messages' },
  'sent-kind': { prefix: 'outk', single: 'messages' },
  'handoff-reason': { prefix: 'escr', labels: 'reason', single: 'escalations' },
  severity: { prefix: 'escs' },
  'send-failure': { prefix: 'fail', labels: 'failure', single: 'messages' },
  'comment-outcome': { prefix: 'com', single: 'comments' },
  'comment-reason': { prefix: 'comr', labels: 'failure', single: 'comments' },
  'followup-kind': { prefix: 'fuk' },
  topic: { prefix: 'topic', labels: 'topic', single: 'replies' },
};
const GONE = 'gone';

/** Medians beside the numbers: what they are called, and the histograms that they come from, `<prefix>:<name>:<bucket>`. */
const MEDIANS: Readonly<Partial<Record<Breakdown, Readonly<Record<string, string>>>>> = {
  agent: {
    medianFirstResponseMs: 'hag',
    medianEscalationResponseOpenMs: 'ha-esc-first',
    medianResolutionOpenMs: 'ha-resolve',
  },
  severity: { medianEscalationResponseOpenMs: 'hs-esc-first', medianResolutionOpenMs: 'hs-resolve' },
};

export const hasMedians = (by: Breakdown): boolean => MEDIANS[by] !== undefined;

type Row = Record<string, number | null>;
type Exact = ExactTimes | null;

/** The greatest first. @param times those that `counts` has, where they are known one by one */
export function brokenDown(by: Breakdown, counts: Counts, labels: Labels, times: Exact = null): BrokenDown[] {
  const { labels: set } = LAYOUTS[by];
  const names = set === undefined ? null : namesOf(labels, set);
  const rows = rowsOf(by, counts, names);
  const items = [...rows].map(([key, numbers]) => ({ key, numbers }));
  items.sort((a, b) => weightOf(b) - weightOf(a) || byKey(a, b));
  const keys = names ?? new Map([...rows.keys()].map((key) => [key, key]));
  for (const [number, histogram] of Object.entries(MEDIANS[by] ?? {}))
    addMedians(rows, number, keys, mediansOf(histogram, counts, times));
  return items;
}

function rowsOf(by: Breakdown, counts: Counts, names: ReadonlyMap<string, string> | null): Map<string, Row> {
  const { prefix, single = 'count' } = LAYOUTS[by];
  const rows = new Map<string, Row>();
  for (const [rest, count] of under(counts, prefix)) {
    const [name = '', number = single] = rest.split(':');
    const key = keyOf(name, names);
    const row = rows.get(key) ?? {};
    rows.set(key, { ...row, [number]: (row[number] ?? 0) + count });
  }
  return rows;
}

const keyOf = (name: string, names: ReadonlyMap<string, string> | null): string =>
  names === null || name === OTHER ? name : (names.get(name) ?? GONE);
const byKey = (a: BrokenDown, b: BrokenDown): number => a.key.localeCompare(b.key);
const weightOf = ({ numbers }: BrokenDown): number => Math.max(0, ...Object.values(numbers).map((one) => one ?? 0));

type MedianOf = (name: string) => number | null;

/** Of each row that has a name: how long people waited. */
function addMedians(
  rows: ReadonlyMap<string, Row>,
  number: string,
  keys: ReadonlyMap<string, string>,
  medianOfName: MedianOf,
): void {
  for (const [name, key] of keys) {
    const row = rows.get(key);
    if (row !== undefined) row[number] = medianOfName(name);
  }
}

function mediansOf(histogram: string, counts: Counts, times: Exact): MedianOf {
  if (times !== null) return (name) => medianOf(times, `${histogram}:${name}`);
  const buckets = bucketsByName(counts, histogram);
  return (name) => quantileOf(buckets.get(name) ?? new Map(), 0.5);
}

function bucketsByName(counts: Counts, prefix: string): Map<string, Map<number, number>> {
  const names = new Map<string, Map<number, number>>();
  for (const [rest, count] of under(counts, prefix)) {
    const [name = '', bucket] = rest.split(':');
    const buckets = names.get(name) ?? new Map<number, number>();
    names.set(name, buckets.set(Number(bucket), count));
  }
  return names;
}

export interface FunnelNode {
  nodeId: string;
  /** How often runs came there. */
  entered: number;
  /** Runs that reached a goal there. */
  goals: number;
  /** Runs that stand there, or ended there, by their status. */
  here: Record<string, number>;
}

/** How runs of one version of a flow went, of those that began in the time asked for. */
export interface Funnel {
  versionId: string;
  started: number;
  byStatus: Record<string, number>;
  completedShare: number | null;
  /** The most entered first. */
  nodes: FunnelNode[];
  /** Of AI replies. */
  tokens: number;
}

export function funnelOf(versionId: string, counts: Counts): Funnel {
  const nodes = new Map<string, FunnelNode>();
  const nodeOf = (name: string): FunnelNode => {
    const node = nodes.get(name) ?? { nodeId: labelOf(name), entered: 0, goals: 0, here: {} };
    nodes.set(name, node);
    return node;
  };
  for (const [nodeId, entered] of under(counts, 'node')) nodeOf(nodeId).entered = entered;
  for (const [nodeId, goals] of under(counts, 'goal')) nodeOf(nodeId).goals = goals;
  for (const [rest, count] of under(counts, 'last')) {
    const [status = '', nodeId = ''] = rest.split(':');
    nodeOf(nodeId).here[status] = count;
  }
  const byStatus = Object.fromEntries([...under(counts, 'status')].filter(([, count]) => count > 0));
  const started = counts['started'] ?? 0;
  return {
    ...{ versionId, started, byStatus, tokens: counts['tokens'] ?? 0 },
    completedShare: shareOf(byStatus['completed'] ?? 0, started),
    nodes: [...nodes.values()].sort((a, b) => b.entered - a.entered || a.nodeId.localeCompare(b.nodeId)),
  };
}
