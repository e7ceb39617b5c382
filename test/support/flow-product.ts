import { DraftPublishing } from '../../src/flows/draft-publishing.service';
import { DraftReview } from '../../src/flows/draft-review.service';
import type { CompiledFlow } from '../../src/flows/domain/compile/compiled-flow';
import type { FlowTest } from '../../src/flows/domain/flow-test/flow-test';
import type { FlowTestReport } from '../../src/flows/domain/flow-test/flow-test-result';
import { FlowChecks } from '../../src/flows/flow-checks.service';
import { FlowDraftsService } from '../../src/flows/flow-drafts.service';
import { FlowPlatform } from '../../src/flows/flow-platform.port';
import { FlowPublishing } from '../../src/flows/flow-publishing.service';
import { FlowTemplatesService } from '../../src/flows/flow-templates.service';
import { FlowTestRunner } from '../../src/flows/flow-test-runner.port';
import { FlowsService } from '../../src/flows/flows.service';
import type { RunnableVersion } from '../../src/flows/runnable-version';
import type { FlowDraftsRepository } from '../../src/flows/repositories/flow-drafts.repository';
import type { FlowTemplateVersionsRepository } from '../../src/flows/repositories/flow-template-versions.repository';
import type { FlowTemplatesRepository } from '../../src/flows/repositories/flow-templates.repository';
import { type FollowedVersion, VersionFollowers } from '../../src/flows/version-followers.port';
import { Contributions } from '../../src/shared/kernel';
import { RecordingAudit } from './audit';
import { CAPABILITIES, LIMITS } from './flow-fixtures';
import { ManualClock } from './manual-clock';
import { MemoryFlowDrafts, MemoryFlowTemplates, MemoryFlowVersions } from './memory-flows';

/** A system that can do everything, on the tests' channel. */
export class TestPlatform extends FlowPlatform {
  override readonly limits = LIMITS;

  override capabilities() {
    return CAPABILITIES;
  }
}

/** Lets every test pass whose name does not say otherwise. */
export class NamedTests extends FlowTestRunner {
  readonly played: string[] = [];

  override async run(_flow: CompiledFlow, tests: readonly FlowTest[]): Promise<FlowTestReport> {
    this.played.push(...tests.map(({ name }) => name));
    const results = tests.map(({ name }) => {
      const failure = { step: 1, at: 'expect.reply', expected: 'x', got: null, message: 'no reply' };
      const passed = !name.includes('fails');
      return { name, passed, failures: passed ? [] : [failure], transcript: [] };
    });
    const nothing = { total: 0, covered: 0, missing: [] };
    return {
      passed: results.every(({ passed }) => passed),
      results,
      coverage: { nodes: nothing, branches: nothing },
    };
  }
}

/** Notes which versions were to be followed. */
export class NotedFollowers extends VersionFollowers {
  readonly followed: string[] = [];
  readonly archived: [string, boolean][] = [];

  override async follow({ templateId, version }: RunnableVersion): Promise<FollowedVersion> {
    this.followed.push(`${templateId} ${version}`);
    return { moved: 1, blocked: 0 };
  }

  override async setArchived(templateId: string, archived: boolean): Promise<void> {
    this.archived.push([templateId, archived]);
  }
}

/** All of flows as production puts it together, without a database. */
export function flowProduct() {
  const [templates, versions, drafts] = [new MemoryFlowTemplates(), new MemoryFlowVersions(), new MemoryFlowDrafts()];
  const [clock, audit, contributions] = [new ManualClock(), new RecordingAudit(), new Contributions()];
  const [tests, followers] = [new NamedTests(), new NotedFollowers()];
  contributions.provide(FlowPlatform, new TestPlatform());
  contributions.provide(FlowTestRunner, tests);
  contributions.provide(VersionFollowers, followers);
  const rows = {
    templates: templates as unknown as FlowTemplatesRepository,
    versions: versions as unknown as FlowTemplateVersionsRepository,
    drafts: drafts as unknown as FlowDraftsRepository,
  };
  const checks = new FlowChecks(rows.templates, rows.versions, contributions);
  const publishing = new FlowPublishing(checks, rows.templates, rows.versions, contributions, audit.changes, clock);
  const draftService = new FlowDraftsService(rows.drafts, rows.templates, rows.versions, audit.changes, clock);
  return {
    rows: { templates, versions, drafts },
    clock,
    audit,
    tests,
    followers,
    publishing,
    flows: new FlowsService(rows.templates, rows.versions, publishing, checks),
    templates: new FlowTemplatesService(rows.templates, rows.versions, contributions, audit.changes, clock),
    drafts: draftService,
    review: new DraftReview(draftService, checks, rows.templates, rows.versions),
    draftPublishing: new DraftPublishing(draftService, rows.drafts, publishing, clock),
  };
}
