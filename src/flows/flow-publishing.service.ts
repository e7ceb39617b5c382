import { Injectable } from '@nestjs/common';
import { AuditedChanges, type RecordChange } from '../shared/database';
import { actorIdOf, type Caller, Clock, Contributions, newId, stableId } from '../shared/kernel';
import type { CheckedContent } from './domain/draft/check-content';
import type { DraftContent } from './domain/draft/draft-content';
import { runnableOf } from './runnable-version';
import type { RunningSessions } from './domain/draft/running-sessions';
import { namedIntents } from './domain/draft/named-intents';
import type { FlowProblem } from './domain/compile/problem';
import type { FlowTestReport } from './domain/flow-test/flow-test-result';
import { FlowChecks } from './flow-checks.service';
import {
  definitionInvalid,
  flowTemplateNotFound,
  flowTestsFailed,
  flowVersionNotFound,
  publishConflict,
  versionArchived,
} from './flows.errors';
import { FlowTemplateVersionsRepository } from './repositories/flow-template-versions.repository';
import { FlowTemplatesRepository } from './repositories/flow-templates.repository';
import type { FlowTemplateVersionRow } from './schemas/flow-template-version.schema';
import { type FollowedVersion, VersionFollowers } from './version-followers.port';

export interface PublishContent {
  /** Absent for a new template. The same id again makes a new version of it. */
  templateId?: string | undefined;
  name: string;
  description: string;
  content: DraftContent;
  label?: string | undefined;
  notes?: string | undefined;
  /** What sessions of earlier versions do; without it, they finish on what they began with. */
  runningSessions?: RunningSessions | undefined;
}

export interface Published {
  templateId: string;
  versionId: string;
  version: number;
  /** False when just this was the latest version already. */
  created: boolean;
  followers: FollowedVersion;
  warnings: FlowProblem[];
  tests: FlowTestReport;
}

type Made = Pick<Published, 'templateId' | 'versionId' | 'version' | 'created' | 'followers'>;

/** The one door by which a flow becomes a version that automations run. */
@Injectable()
export class FlowPublishing {
  constructor(
    private readonly checks: FlowChecks,
    private readonly templates: FlowTemplatesRepository,
    private readonly versions: FlowTemplateVersionsRepository,
    private readonly contributions: Contributions,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {
    contributions.declare(VersionFollowers, 'one');
  }

  /**
   * Compiles, runs the flow's own tests, and makes the current version of the template; of several at a time each gets
   * a number of its own. `also` joins the transaction.
   * @throws DomainError FLOWS.DEFINITION_INVALID, FLOWS.TESTS_FAILED, FLOWS.PUBLISH_CONFLICT
   */
  async publish(
    caller: Caller,
    request: PublishContent,
    also: (made: Made) => Promise<void> = async () => undefined,
  ): Promise<Published> {
    const check = await this.checks.check(request.content);
    if (!check.ok) throw definitionInvalid(check.problems);
    const tests = await this.checks.runTests(check.content);
    if (!tests.passed) throw flowTestsFailed(tests);
    const made = await this.changes.run(caller, async (record) => {
      const one = await this.make(caller, request, check.content, record);
      await also(one);
      return one;
    });
    return { ...made, warnings: check.warnings, tests };
  }

  /**
   * Makes an earlier version the current one again, or a later one.
   * @throws DomainError FLOWS.TEMPLATE_NOT_FOUND, FLOWS.VERSION_NOT_FOUND, FLOWS.VERSION_ARCHIVED
   */
  async setCurrent(caller: Caller, templateId: string, versionId: string): Promise<FollowedVersion> {
    return this.changes.run(caller, async (record) => {
      const template = await this.templates.findById(templateId);
      if (template === null) throw flowTemplateNotFound();
      const version = await this.versions.find(templateId, versionId);
      if (version === null) throw flowVersionNotFound();
      if (version.status === 'archived') throw versionArchived();
      await this.templates.update(templateId, { currentVersionId: versionId }, this.clock.now());
      const followers = await this.follow(versionId);
      const { currentVersionId } = template;
      const changed = { before: { currentVersionId }, after: { currentVersionId: versionId } };
      await record({ action: 'flow-template.version-chosen', target: templateId, ...changed });
      return followers;
    });
  }

  private async make(
    caller: Caller,
    request: PublishContent,
    content: CheckedContent,
    record: RecordChange,
  ): Promise<Made> {
    const now = this.clock.now();
    const publishedBy = actorIdOf(caller);
    const templateId = request.templateId ?? newId(now);
    const before = await this.templates.findById(templateId);
    const version = await this.ensureVersion({ ...request, templateId }, content, publishedBy);
    const { name, description } = request;
    const createdBy = publishedBy === undefined ? {} : { createdBy: publishedBy };
    await this.templates.save({ _id: templateId, name, description, currentVersionId: version.id, ...createdBy }, now);
    if (before?.status === 'archived') await this.contributions.one(VersionFollowers).setArchived(templateId, false);
    const followers = await this.follow(version.id);
    const { number, created } = version;
    await record({
      action: 'flow-template.published',
      target: templateId,
      after: { versionId: version.id, version: number, ...followers },
    });
    return { templateId, versionId: version.id, version: number, created, followers };
  }

  /** The version with this content: the latest one if it is the same, else a new one after it. */
  private async ensureVersion(
    request: PublishContent & { templateId: string },
    content: CheckedContent,
    publishedBy: string | undefined,
  ): Promise<{ id: string; number: number; created: boolean }> {
    const { templateId } = request;
    const fingerprint = fingerprintOf(content);
    const latest = await this.versions.findLatest(templateId);
    if (latest?.fingerprint === fingerprint) return { id: latest._id, number: latest.version, created: false };
    const number = (latest?.version ?? 0) + 1;
    const row = rowOf(request, content, this.clock.now());
    const version = {
      ...row,
      templateId,
      version: number,
      fingerprint,
      ...(publishedBy === undefined ? {} : { publishedBy }),
    };
    if (!(await this.versions.insert(version))) throw publishConflict();
    return { id: version._id, number, created: true };
  }

  private async follow(versionId: string): Promise<FollowedVersion> {
    const version = runnableOf(await this.versions.findRunnable(versionId));
    if (version === null) throw flowVersionNotFound();
    return this.contributions.one(VersionFollowers).follow(version);
  }
}

type NewVersion = Omit<FlowTemplateVersionRow, 'templateId' | 'version' | 'fingerprint' | 'publishedBy'>;

function rowOf(request: PublishContent, content: CheckedContent, publishedAt: Date): NewVersion {
  const { label, notes, runningSessions = 'finish' } = request;
  const { flow, ...shown } = content;
  return {
    ...shown,
    _id: newId(publishedAt),
    status: 'published',
    ...(label === undefined ? {} : { label }),
    ...(notes === undefined ? {} : { notes }),
    compiled: flow,
    runningSessions,
    triggers: flow.triggers,
    intents: namedIntents(flow),
    publishedAt,
  };
}

/** The same for the same product on the same channel, so that publishing it again makes no new version. */
function fingerprintOf({ definition, flow, exposedFields, display, tests }: CheckedContent): string {
  return stableId('flow', flow.hash, JSON.stringify([definition, flow.limits, exposedFields, display, tests]));
}
