import { kindOf } from '../engine/nodes';
import type { ChannelLimits } from './channel-limits';
import type { Finding } from './finding';
import type { FlowGraph, Link } from './flow-graph';

const HOUR_MS = 60 * 60 * 1_000;

/** How long the person may have been silent, in milliseconds: no less than `least`, no more than `most`. */
interface Silence {
  least: number;
  most: number;
}

/** What following a link does to the silence: the person's own message ends it, else it grows. */
interface Step {
  source: number;
  target: number;
  ends: boolean;
  grows: Silence;
}

/**
 * Whether messages can be sent in the time in which the person may be written to. One that never can is refused, one
 * that may come too late is warned of.
 */
export function checkWindow(graph: FlowGraph, { windowHours }: ChannelLimits): Finding[] {
  if (windowHours === undefined) return [];
  const window = windowHours * HOUR_MS;
  const silences = silenceAtEntry(graph);
  return graph.nodes.flatMap((node, index): Finding[] => {
    const silence = silences[index];
    if (silence === undefined || kindOf(node).messages(node.data) === 0 || silence.most <= window) return [];
    const late = `the person has been silent for more than ${windowHours} hours`;
    return silence.least > window
      ? [{ code: 'outside_window', nodeId: node.id, message: `whenever this is sent, ${late}` }]
      : [{ code: 'may_be_outside_window', nodeId: node.id, message: `when this is sent, it may be that ${late}` }];
  });
}

/** By following every link until nothing changes; what still grows after as many rounds as there are nodes has no bound. */
function silenceAtEntry(graph: FlowGraph): (Silence | undefined)[] {
  const silences: (Silence | undefined)[] = graph.nodes.map(() => undefined);
  for (const start of graph.starts) silences[start] = { least: 0, most: 0 };
  const steps = graph.links.flatMap((links) => links.map((link) => stepOf(link, graph)));
  for (let round = 0, changed = true; changed && round <= 2 * graph.nodes.length; round += 1) {
    changed = false;
    for (const step of steps) if (follow(step, silences, round >= graph.nodes.length)) changed = true;
  }
  return silences;
}

/** Widens what is known of the node that the step leads to; false when that was known already. */
function follow({ source, target, ends, grows }: Step, silences: (Silence | undefined)[], unbounded: boolean): boolean {
  const before = silences[source];
  if (before === undefined) return false;
  const least = ends ? 0 : before.least + grows.least;
  const most = ends ? 0 : before.most + grows.most;
  const known = silences[target];
  if (known === undefined) {
    silences[target] = { least, most };
    return true;
  }
  if (known.least <= least && known.most >= most) return false;
  known.least = Math.min(known.least, least);
  known.most = Math.max(known.most, unbounded ? Infinity : most);
  return true;
}

/** An exit that waits and adds no silence is left by the person's own message. */
function stepOf({ source, target, handle }: Link, graph: FlowGraph): Step {
  const node = graph.nodes[source];
  const kind = node === undefined ? undefined : kindOf(node);
  const most = node === undefined ? 0 : (kind?.longestSilence(node.data, handle.name) ?? 0);
  const least = node === undefined ? 0 : (kind?.shortestSilence(node.data, handle.name) ?? 0);
  return { source, target, ends: handle.waits && most === 0, grows: { least, most } };
}
