import type { CompiledFlow } from './domain/compile/compiled-flow';
import type { ExposedField } from './domain/config/exposed-field';
import type { RunningSessions } from './domain/draft/running-sessions';
import type { RunnableRow } from './repositories/flow-template-versions.repository';

/** What sessions of a version run, and what an automation needs to know of it. */
export interface RunnableVersion {
  versionId: string;
  templateId: string;
  version: number;
  flow: CompiledFlow;
  exposedFields: ExposedField[];
  runningSessions: RunningSessions;
}

/** Of what was compiled; another one was made by another release of this program. */
const FORMAT: number = 2;

export const isRunnable = ({ compiled }: Pick<RunnableRow, 'compiled'>): boolean => compiled.format === FORMAT;

/** Null for a version that there is not, or that this release cannot run. */
export function runnableOf(row: RunnableRow | null): RunnableVersion | null {
  if (row === null || !isRunnable(row)) return null;
  const { _id, compiled, ...rest } = row;
  return { ...rest, versionId: _id, flow: compiled };
}
