import type { Candidate, Stimulus } from '../../flows';
import type { ConsideredTrigger } from './explanation';
import type { TurnRun } from './turn-run';

/** With more automations than that, only the triggers that fire are told. */
const EXPLAINED_INSTANCES = 50;

export type Ranked = Candidate<string>;

/** Which triggers an event fires, best first, and what was thought of all. */
export interface Match {
  stimulus: Stimulus;
  ranked: readonly Ranked[];
  considered: readonly ConsideredTrigger[];
}

/** Of stimuli that are tried one after another, the first that fires a trigger; else the last one. Null for none at all. */
export function firstMatch(run: TurnRun, stimuli: readonly Stimulus[]): Match | null {
  let match: Match | null = null;
  for (const stimulus of stimuli) {
    match = matchOf(run, stimulus);
    if (match.ranked.length > 0) return match;
  }
  return match;
}

function matchOf({ context, now }: TurnRun, stimulus: Stimulus): Match {
  const found = context.triggers.match(stimulus, { now, hours: context.hours });
  // To say why each of thousands did not fire would take longer than to find the one that does.
  const considered =
    context.instances.length <= EXPLAINED_INSTANCES
      ? found.considered
      : found.ranked.map(({ owner, nodeId }) => ({ owner, nodeId, outcome: 'matched' as const }));
  return {
    stimulus,
    ranked: found.ranked,
    considered: considered.map(({ owner, ...rest }) => ({ instanceId: owner, ...rest })),
  };
}

/** Keeps what was thought of each trigger; of those that fire, `outcomeOf` says what became of them. */
export function explain(
  run: TurnRun,
  { ranked, considered }: Match,
  outcomeOf: (candidate: Ranked) => ConsideredTrigger['outcome'],
): void {
  const outcomes = new Map(ranked.map((candidate) => [idOf(candidate), outcomeOf(candidate)]));
  run.explanation.considered = considered.map((trigger) => ({
    ...trigger,
    outcome: outcomes.get(idOf({ owner: trigger.instanceId, nodeId: trigger.nodeId })) ?? trigger.outcome,
  }));
}

/** Names a trigger among those of a workspace. */
export const idOf = ({ owner, nodeId }: Pick<Ranked, 'owner' | 'nodeId'>): string => `${owner}:${nodeId}`;
