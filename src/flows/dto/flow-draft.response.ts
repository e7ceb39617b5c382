import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import type { ContentDiff } from '../domain/draft/diff-content';
import { FLOW_FILE_FORMAT, FLOW_FILE_VERSION, type FlowFile } from '../domain/draft/flow-file';
import type { DraftDiff, DraftReport } from '../draft-review.service';
import type { FlowDraft } from '../flow-drafts.service';
import type { ListedDraft } from '../repositories/flow-drafts.repository';
import { DRAFT_STATUSES, type DraftStatus } from '../schemas/flow-draft.schema';
import { DEFINITION_EXAMPLE, DISPLAY_EXAMPLE, FIELDS_EXAMPLE, TESTS_EXAMPLE } from './flow.examples';

const OBJECT = { type: 'object', additionalProperties: true } as const;
const OBJECTS = { type: 'array', items: OBJECT } as const;

export class DraftPublicationResponse {
  versionId: string;

  @ApiProperty({ type: 'integer' })
  version: number;

  /** `version` of the draft then: a higher one has changes that are not published. */
  @ApiProperty({ type: 'integer' })
  draftVersion: number;

  at: Date;
}

export class FlowDraftSummaryResponse {
  id: string;

  /** @example "Opening hours" */
  name: string;

  description: string;

  @ApiProperty({ enum: DRAFT_STATUSES })
  status: DraftStatus;

  /** Publishing makes a new version of this template; null: a new template. */
  @ApiProperty({ type: String, nullable: true })
  templateId: string | null;

  /** One more at every change. */
  @ApiProperty({ type: 'integer' })
  version: number;

  /** Null: never. */
  @ApiProperty({ type: DraftPublicationResponse, nullable: true })
  published: DraftPublicationResponse | null;

  createdBy?: string;

  updatedBy?: string;

  createdAt: Date;

  updatedAt: Date;
}

export class FlowDraftPageResponse extends PageOf(FlowDraftSummaryResponse) {}

export class FlowDraftResponse extends FlowDraftSummaryResponse {
  @ApiProperty({ ...OBJECT, example: DEFINITION_EXAMPLE })
  definition: object;

  @ApiProperty({ ...OBJECTS, example: FIELDS_EXAMPLE })
  exposedFields: unknown[];

  @ApiProperty({ ...OBJECT, example: DISPLAY_EXAMPLE })
  display: object;

  @ApiProperty({ ...OBJECTS, example: TESTS_EXAMPLE })
  tests: unknown[];
}

export class FlowProblemResponse {
  /** Stable, for programs. @example "missing_handle" */
  code: string;

  nodeId?: string;

  edgeId?: string;

  /** Dotted, inside the node or edge, or inside the draft when neither is known. @example "data.text" */
  path?: string;

  message: string;

  /** What to do about it. */
  hint: string;
}

export class DraftReportResponse {
  publishable: boolean;

  /** What keeps it from being published. Its own tests are not run here. */
  @ApiProperty({ type: [FlowProblemResponse] })
  problems: FlowProblemResponse[];

  @ApiProperty({ type: [FlowProblemResponse] })
  warnings: FlowProblemResponse[];

  /** What would start it; empty while there are problems. */
  @ApiProperty(OBJECTS)
  triggers: object[];

  /** Of the compiled flow; null while there are problems. */
  @ApiProperty({ type: String, nullable: true })
  hash: string | null;
}

export class PathChangeResponse {
  /** Dotted, inside the thing that changed. */
  path: string;

  /** Absent where the value is new. */
  @ApiPropertyOptional({})
  before?: unknown;

  /** Absent where the value is gone. */
  @ApiPropertyOptional({})
  after?: unknown;
}

export class ChangedThingResponse {
  id: string;

  @ApiProperty({ type: [PathChangeResponse] })
  changes: PathChangeResponse[];
}

export class ListChangesResponse {
  @ApiProperty({ type: [String] })
  added: string[];

  @ApiProperty({ type: [String] })
  removed: string[];

  @ApiProperty({ type: [ChangedThingResponse] })
  changed: ChangedThingResponse[];
}

export class DiffedVersionResponse {
  versionId: string;

  @ApiProperty({ type: 'integer' })
  version: number;
}

export class DraftDiffResponse implements ContentDiff {
  /** Null: nothing was published, so all of it is new. */
  @ApiProperty({ type: DiffedVersionResponse, nullable: true })
  against: DiffedVersionResponse | null;

  isEmpty: boolean;

  /** By id. Where a node stands on the canvas does not count. */
  @ApiProperty({ type: ListChangesResponse })
  nodes: ContentDiff['nodes'];

  @ApiProperty({ type: ListChangesResponse })
  edges: ContentDiff['edges'];

  /** By key. */
  @ApiProperty({ type: ListChangesResponse })
  exposedFields: ContentDiff['exposedFields'];

  /** By name. */
  @ApiProperty({ type: ListChangesResponse })
  tests: ContentDiff['tests'];

  @ApiProperty({ type: [PathChangeResponse] })
  settings: ContentDiff['settings'];

  @ApiProperty({ type: [PathChangeResponse] })
  display: ContentDiff['display'];
}

export class FlowFileResponse {
  @ApiProperty({ enum: [FLOW_FILE_FORMAT] })
  format: typeof FLOW_FILE_FORMAT;

  @ApiProperty({ type: 'integer', enum: [FLOW_FILE_VERSION] })
  formatVersion: typeof FLOW_FILE_VERSION;

  name: string;

  description: string;

  @ApiProperty({ ...OBJECT, example: DEFINITION_EXAMPLE })
  definition: object;

  @ApiProperty({ ...OBJECTS, example: FIELDS_EXAMPLE })
  exposedFields: unknown[];

  @ApiProperty({ ...OBJECT, example: DISPLAY_EXAMPLE })
  display: object;

  @ApiProperty({ ...OBJECTS, example: TESTS_EXAMPLE })
  tests: unknown[];
}

export const toFlowDraftResponse = (draft: FlowDraft): FlowDraftResponse => draft;
export const toDraftReportResponse = (report: DraftReport): DraftReportResponse => report;
export const toDraftDiffResponse = (diff: DraftDiff): DraftDiffResponse => diff;
export const toFlowFileResponse = (file: FlowFile): FlowFileResponse => file;

export function toFlowDraftPageResponse(page: Page<ListedDraft>): FlowDraftPageResponse {
  return { ...page, items: page.items.map(({ _id, ...rest }) => ({ id: _id, ...rest })) };
}
