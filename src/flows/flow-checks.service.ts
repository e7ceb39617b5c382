import { Injectable } from '@nestjs/common';
import { Contributions } from '../shared/kernel';
import { compileFlow } from './domain/compile/compile-flow';
import type { CompiledFlow } from './domain/compile/compiled-flow';
import type { CheckedContent } from './domain/draft/check-content';
import { checkContent, type ContentCheck } from './domain/draft/check-content';
import type { DraftContent } from './domain/draft/draft-content';
import { subFlowsOf } from './domain/draft/sub-flows';
import type { FlowTestReport } from './domain/flow-test/flow-test-result';
import { FlowPlatform } from './flow-platform.port';
import { FlowTestRunner } from './flow-test-runner.port';
import { FlowTemplateVersionsRepository } from './repositories/flow-template-versions.repository';
import { FlowTemplatesRepository } from './repositories/flow-templates.repository';
import type { FlowTemplateVersionRow } from './schemas/flow-template-version.schema';

/** Sub-flows within sub-flows: the compiler refuses what goes round, so this only bounds what is read for it. */
const MAX_DEPTH = 10;

const NO_TESTS: FlowTestReport = {
  passed: true,
  results: [],
  coverage: { nodes: { total: 0, covered: 0, missing: [] }, branches: { total: 0, covered: 0, missing: [] } },
};

/** Whether a flow is right, for what it will run on. */
@Injectable()
export class FlowChecks {
  constructor(
    private readonly templates: FlowTemplatesRepository,
    private readonly versions: FlowTemplateVersionsRepository,
    private readonly contributions: Contributions,
  ) {
    contributions.declare(FlowPlatform, 'one');
    contributions.declare(FlowTestRunner, 'one');
  }

  /**
   * What an earlier release compiled, from the same drawing: by the limits of then, without what is demanded since. Null
   * when this release cannot run it.
   */
  compileAgain({ definition, compiled }: Pick<FlowTemplateVersionRow, 'definition' | 'compiled'>): CompiledFlow | null {
    const capabilities = this.contributions.one(FlowPlatform).capabilities();
    const compilation = compileFlow(definition, { limits: compiled.limits, capabilities });
    return compilation.ok ? compilation.flow : null;
  }

  /** All problems and warnings; runs no test. */
  async check(content: DraftContent): Promise<ContentCheck> {
    const platform = this.contributions.one(FlowPlatform);
    const subFlows = await this.subFlowsOf(content.definition);
    return checkContent(content, {
      limits: platform.limits,
      capabilities: platform.capabilities(),
      subFlow: (templateId) => subFlows.get(templateId) ?? null,
    });
  }

  async runTests({ flow, tests, exposedFields }: CheckedContent): Promise<FlowTestReport> {
    if (tests.length === 0) return NO_TESTS;
    return this.contributions.one(FlowTestRunner).run(flow, tests, { exposedFields });
  }

  /** Current definitions of the templates that the definition names, and of those that these name, and so on. */
  private async subFlowsOf(definition: unknown): Promise<Map<string, unknown>> {
    const found = new Map<string, unknown>();
    let wanted = subFlowsOf(definition);
    for (let depth = 0; depth < MAX_DEPTH && wanted.length > 0; depth++) {
      const definitions = await this.currentDefinitions(wanted);
      for (const [templateId, one] of definitions) found.set(templateId, one);
      const next = new Set([...definitions.values()].flatMap(subFlowsOf));
      wanted = [...next].filter((templateId) => !found.has(templateId));
    }
    return found;
  }

  private async currentDefinitions(templateIds: readonly string[]): Promise<Map<string, unknown>> {
    const templates = await this.templates.findByIds(templateIds);
    const active = templates.filter(({ status }) => status === 'active');
    const versions = await this.versions.findDefinitions(active.map(({ currentVersionId }) => currentVersionId));
    const byId = new Map(versions.map(({ _id, definition }) => [_id, definition]));
    return new Map(active.map(({ _id, currentVersionId }) => [_id, byId.get(currentVersionId) ?? null]));
  }
}
