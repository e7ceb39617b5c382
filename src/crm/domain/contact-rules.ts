import type { ContactStage } from './contact';
import type { FieldRule } from './field-rule';
import { DEFAULT_STAGE_KEYS } from './pipeline';

/** What a workspace lets its contacts be. */
export interface ContactRules {
  stages: readonly ContactStage[];
  /** By key; what is not declared is kept as it is. */
  fields: ReadonlyMap<string, FieldRule>;
}

/** Of a workspace that has changed nothing. */
export const DEFAULT_RULES: ContactRules = { stages: DEFAULT_STAGE_KEYS, fields: new Map() };
