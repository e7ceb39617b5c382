import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { CompiledFlow, CompiledTrigger } from '../domain/compile/compiled-flow';
import type { FlowDefinition } from '../domain/dsl/flow-definition';

/** What was published, for ever as it was: sessions run it, so no field but `status` may change. */
export interface FlowTemplateVersionRow {
  _id: string;
  templateId: string;
  /** 1, 2, 3 … within its template. */
  version: number;
  status: 'published' | 'archived';
  compiled: CompiledFlow;
  definition: FlowDefinition;
  /** Hash of definition and limits: publishing the same again makes no new version. */
  fingerprint: string;
  triggers: CompiledTrigger[];
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
    compiled: json,
    definition: json,
    fingerprint: String,
    triggers: json,
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
    serves: 'the latest version of a template; of two publishers at a time only one becomes version n',
  },
];
