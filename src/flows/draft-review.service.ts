import { Injectable } from '@nestjs/common';
import type { FlowProblem } from './domain/compile/problem';
import { type ContentDiff, diffContent } from './domain/draft/diff-content';
import type { ContentCheck } from './domain/draft/check-content';
import { changedContent, type ContentChange, type DraftContent, EMPTY_CONTENT } from './domain/draft/draft-content';
import type { FlowTestReport } from './domain/flow-test/flow-test-result';
import type { JsonObject } from './domain/json';
import type { CompiledTrigger } from './domain/triggers/compiled-trigger';
import { FlowChecks } from './flow-checks.service';
import { contentOf, FlowDraftsService } from './flow-drafts.service';
import { definitionInvalid, draftUnfit, flowVersionNotFound } from './flows.errors';
import { FlowTemplateVersionsRepository } from './repositories/flow-template-versions.repository';
import { FlowTemplatesRepository } from './repositories/flow-templates.repository';
import type { FlowTemplateVersionRow } from './schemas/flow-template-version.schema';

/** What publishing would say, without doing it. */
export interface DraftReport {
  publishable: boolean;
  problems: FlowProblem[];
  warnings: FlowProblem[];
  /** What would start it; empty while there are problems. */
  triggers: CompiledTrigger[];
  /** Of the compiled flow; null while there are problems. */
  hash: string | null;
}

export interface DraftDiff extends ContentDiff {
  /** What the draft is compared with; null: nothing was published, so all of it is new. */
  against: { versionId: string; version: number } | null;
}

/** Looks at drafts, and changes nothing. */
@Injectable()
export class DraftReview {
  constructor(
    private readonly drafts: FlowDraftsService,
    private readonly checks: FlowChecks,
    private readonly templates: FlowTemplatesRepository,
    private readonly versions: FlowTemplateVersionsRepository,
  ) {}

  /** @throws DomainError FLOWS.DRAFT_NOT_FOUND */
  async validate(draftId: string): Promise<DraftReport> {
    return reportOf(await this.checks.check(contentOf(await this.drafts.get(draftId))));
  }

  /** The same for a flow that is in no draft. @throws DomainError FLOWS.DRAFT_UNFIT */
  async compile(parts: ContentChange): Promise<DraftReport> {
    const content = changedContent(EMPTY_CONTENT, parts);
    if (!content.ok) throw draftUnfit(content.problems);
    return reportOf(await this.checks.check(content.content));
  }

  /** Runs the draft's own tests, on what it would be if it was published. @throws DomainError FLOWS.DRAFT_NOT_FOUND, FLOWS.DEFINITION_INVALID */
  async test(draftId: string): Promise<FlowTestReport> {
    const check = await this.checks.check(contentOf(await this.drafts.get(draftId)));
    if (!check.ok) throw definitionInvalid(check.problems);
    return this.checks.runTests(check.content);
  }

  /**
   * What publishing would change: against a version of its template, the current one unless told otherwise.
   * @throws DomainError FLOWS.DRAFT_NOT_FOUND, FLOWS.VERSION_NOT_FOUND
   */
  async diff(draftId: string, versionId?: string): Promise<DraftDiff> {
    const draft = await this.drafts.get(draftId);
    const version = await this.versionOf(draft.templateId, versionId);
    if (version === null && versionId !== undefined) throw flowVersionNotFound();
    const checked = await this.checks.check(contentOf(draft));
    // Of a right draft the defaults are filled in, as they are in what was published.
    const after = checked.ok ? asContent(checked.content) : contentOf(draft);
    const before = version === null ? EMPTY_CONTENT : asContent(version);
    const against = version === null ? null : { versionId: version._id, version: version.version };
    return { against, ...diffContent(before, after) };
  }

  private async versionOf(templateId: string | null, versionId?: string): Promise<FlowTemplateVersionRow | null> {
    const template = templateId === null ? null : await this.templates.findById(templateId);
    return template === null ? null : this.versions.find(template._id, versionId ?? template.currentVersionId);
  }
}

function reportOf(check: ContentCheck): DraftReport {
  if (!check.ok) return { publishable: false, ...check, triggers: [], hash: null };
  const { triggers, hash } = check.content.flow;
  return { publishable: true, problems: [], warnings: check.warnings, triggers, hash };
}

type Parts = Pick<FlowTemplateVersionRow, keyof DraftContent>;

function asContent({ definition, exposedFields, display, tests }: Parts): DraftContent {
  const parts = { definition, exposedFields, display, tests };
  return JSON.parse(JSON.stringify(parts)) as DraftContent & { definition: JsonObject };
}
