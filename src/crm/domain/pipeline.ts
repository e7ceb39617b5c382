import { type ContactStage, ENTRY_STAGE } from './contact';
import type { WorkspaceId } from '../../shared/kernel';

export const STAGE_KINDS = ['open', 'won', 'lost'] as const;
export type StageKind = (typeof STAGE_KINDS)[number];

export interface Stage {
  /** Never changes, unique among all pipelines of the workspace. */
  key: ContactStage;
  name: string;
  kind: StageKind;
}

/** Steps that contacts go through, in their order. */
export interface Pipeline {
  id: string;
  workspaceId: WorkspaceId;
  name: string;
  stages: readonly Stage[];
  /** Every workspace has it from the start. */
  isDefault: boolean;
  /** Counts the changes; 0 while it is as it came. */
  revision: number;
}

export const PIPELINES_MAX = 10;
export const STAGES_MAX = 30;
export const STAGE_KEY = /^[a-z][a-z0-9_]{0,39}$/;

export const DEFAULT_STAGES: readonly Stage[] = [
  { key: ENTRY_STAGE, name: 'New', kind: 'open' },
  { key: 'engaged', name: 'Engaged', kind: 'open' },
  { key: 'qualified', name: 'Qualified', kind: 'open' },
  { key: 'won', name: 'Won', kind: 'won' },
  { key: 'lost', name: 'Lost', kind: 'lost' },
];

export const DEFAULT_STAGE_KEYS: readonly ContactStage[] = DEFAULT_STAGES.map(({ key }) => key);

/** What a pipeline is to become, and where those go who stand in a stage that it no longer has. */
export interface PipelineWishes {
  name: string;
  /** All of them, in their order. */
  stages: readonly Stage[];
  /** By key of a stage that goes: the one that takes its contacts. */
  moveTo: Readonly<Record<ContactStage, ContactStage>>;
}

export interface PipelineProblem {
  field: string;
  rule: string;
}

/** Everything that is wrong with the wishes. `taken`: keys of the other pipelines. */
export function problemsOf(before: Pipeline | null, wishes: PipelineWishes, taken: readonly ContactStage[]) {
  const keys = wishes.stages.map(({ key }) => key);
  return [...shapeProblems(wishes, taken), ...removalProblems(before, wishes, [...keys, ...taken])];
}

function shapeProblems({ stages }: PipelineWishes, taken: readonly ContactStage[]): PipelineProblem[] {
  const keys = stages.map(({ key }) => key);
  const problems: PipelineProblem[] = [];
  if (stages.length === 0 || stages.length > STAGES_MAX)
    problems.push({ field: 'stages', rule: `must be 1 to ${STAGES_MAX} stages` });
  keys.forEach((key, index) => {
    const field = `stages.${index}.key`;
    if (!STAGE_KEY.test(key)) problems.push({ field, rule: 'must be a letter and at most 39 letters, digits or _' });
    if (keys.indexOf(key) !== index || taken.includes(key)) problems.push({ field, rule: 'must be unique' });
  });
  return problems;
}

function removalProblems(before: Pipeline | null, { stages, moveTo }: PipelineWishes, known: readonly ContactStage[]) {
  const kept = new Set(stages.map(({ key }) => key));
  const gone = (before?.stages ?? []).filter(({ key }) => !kept.has(key)).map(({ key }) => key);
  const problems: PipelineProblem[] = gone.flatMap((key) => {
    if (key === ENTRY_STAGE) return [{ field: 'stages', rule: `must have ${ENTRY_STAGE}: everybody begins there` }];
    const target = Object.getOwnPropertyDescriptor(moveTo, key)?.value as ContactStage | undefined;
    return target !== undefined && known.includes(target)
      ? []
      : [{ field: `moveTo.${key}`, rule: 'must be a stage that takes its contacts' }];
  });
  return problems;
}

/** Stages that the wishes take away, with the ones that take their contacts. */
export function movesOf(before: Pipeline, { stages, moveTo }: PipelineWishes): [ContactStage, ContactStage][] {
  const kept = new Set(stages.map(({ key }) => key));
  return before.stages
    .flatMap(({ key }) => (kept.has(key) ? [] : [[key, moveTo[key] ?? ENTRY_STAGE] as const]))
    .map(([from, to]) => [from, to]);
}
