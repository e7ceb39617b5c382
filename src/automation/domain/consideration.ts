import type { Candidate, MatchMoment, Stimulus } from '../../flows';
import { isSpent, NO_COMMENTS } from './comments/comment-memory';
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

/** Whether some trigger is meant for this, also when it has answered the person often enough. */
export function isWanted(run: TurnRun, stimulus: Stimulus): boolean {
  return run.context.triggers.match(stimulus, momentOf(run)).ranked.length > 0;
}

const momentOf = ({ context: { hours }, now, turn }: TurnRun): MatchMoment => ({
  now,
  hours,
  accountId: turn.lane.accountId,
});

function matchOf(run: TurnRun, stimulus: Stimulus): Match {
  const { context } = run;
  const found = context.triggers.match(stimulus, momentOf(run));
  const spent = new Set(found.ranked.filter((candidate) => isDone(run, stimulus, candidate)).map(idOf));
  // To say why each of thousands did not fire would take longer than to find the one that does.
  const considered =
    context.instances.length <= EXPLAINED_INSTANCES
      ? found.considered
      : found.ranked.map(({ owner, nodeId }) => ({ owner, nodeId, outcome: 'matched' as const }));
  return {
    stimulus,
    ranked: found.ranked.filter((candidate) => !spent.has(idOf(candidate))),
    considered: considered.map(({ owner, outcome, ...rest }) => ({
      instanceId: owner,
      ...rest,
      outcome: spent.has(idOf({ owner, nodeId: rest.nodeId })) ? 'already_replied' : outcome,
    })),
  };
}

/** A trigger for comments that fires once for a person, or for each post, and has done so. */
function isDone(run: TurnRun, { comment }: Stimulus, { owner, nodeId }: Ranked): boolean {
  if (comment === undefined) return false;
  const trigger = run.instance(owner)?.runs?.flow.triggers.find((it) => it.nodeId === nodeId);
  return isSpent(run.state.comments ?? NO_COMMENTS, { instanceId: owner, once: trigger?.once }, comment);
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
