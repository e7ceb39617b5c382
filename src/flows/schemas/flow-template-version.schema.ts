import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { CompiledFlow } from '../domain/compile/compiled-flow';
import type { ExposedField } from '../domain/config/exposed-field';
import type { TemplateDisplay } from '../domain/config/template-display';
import type { RunningSessions } from '../domain/draft/running-sessions';
import type { FlowDefinition } from '../domain/dsl/flow-definition';
import type { FlowTest } from '../domain/flow-test/flow-test';
import type { CompiledTrigger } from '../domain/triggers/compiled-trigger';

/** What was published, for ever as it was: sessions run it, so no field but `status` may change. */
export interface FlowTemplateVersionRow {
  _id: string;
  templateId: string;
  /** 1, 2, 3 … within its template. */
  version: number;
  status: 'published' | 'archived';
  label?: string;
  /** What is new, for people. */
  notes?: string;
  compiled: CompiledFlow;
  definition: FlowDefinition;
  exposedFields: ExposedField[];
  display: TemplateDisplay;
  /** Those that it passed. */
  tests: FlowTest[];
  runningSessions: RunningSessions;
  /** Hash of all that was published: publishing the same again makes no new version. */
  fingerprint: string;
  triggers: CompiledTrigger[];
  /** Names of intents that its triggers and nodes ask for. */
  intents: string[];
  publishedAt: Date;
  publishedBy?: string;
}

export const FLOW_TEMPLATE_VERSIONS = 'flowTemplateVersions';

const json = Schema.Types.Mixed;

export const flowTemplateVersionSchema = new Schema<FlowTemplateVersionRow>(
  {
    _id: String,
    templateId: String,
    version: Number,
    status: String,
    label: String,
    notes: String,
    compiled: json,
    definition: json,
    exposedFields: json,
    display: json,
    tests: json,
    runningSessions: String,
    fingerprint: String,
    triggers: json,
    intents: [String],
    publishedAt: Date,
    publishedBy: String,
  },
  { collection: FLOW_TEMPLATE_VERSIONS, versionKey: false, minimize: false },
);

export const flowTemplateVersionIndexes: IndexDeclaration[] = [
  {
    collection: FLOW_TEMPLATE_VERSIONS,
    key: { templateId: 1, version: -1 },
    options: { name: 'version_of_template', unique: true },
    serves: 'the versions of a template, latest first; of two publishers at a time only one becomes version n',
  },
  {
    collection: FLOW_TEMPLATE_VERSIONS,
    key: { intents: 1, status: 1 },
    options: { name: 'by_intent' },
    serves: 'whether a published flow names an intent, before that is removed',
  },
];
