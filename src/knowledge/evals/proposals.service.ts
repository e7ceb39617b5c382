import { Injectable } from '@nestjs/common';
import type { FieldProblem, RequestContext } from '../../shared/kernel';
import { SettingsService } from '../../workspace';
import {
  GATED_GROUPS,
  type GatedGroup,
  type ProposedChange,
  type ProposedSettings,
} from '../domain/evals/proposed-change';
import { KnowledgeItemsRepository } from '../repositories/knowledge-items.repository';
import { assistant, escalationPolicy, replyStyle } from '../reply/reply-settings-groups';
import { proposalInvalid } from './evals.errors';

/** A change as somebody proposes it. */
export interface ProposalWishes {
  settings: readonly Omit<ProposedSettings, 'version'>[];
  activate: readonly string[];
  deactivate: readonly string[];
}

const GROUPS = {
  assistant,
  'reply-style': replyStyle,
  'escalation-policy': escalationPolicy,
} as const satisfies Record<GatedGroup, unknown>;

/** Checks proposed changes before they are tried out. */
@Injectable()
export class Proposals {
  constructor(
    private readonly settings: SettingsService,
    private readonly items: KnowledgeItemsRepository,
  ) {}

  /** As it can be tried and made. @throws DomainError EVAL.PROPOSAL_INVALID */
  async checked(context: RequestContext, wishes: ProposalWishes): Promise<ProposedChange> {
    const problems = [...settingsProblems(wishes), ...(await this.itemProblems(context, wishes))];
    if (problems.length > 0) throw proposalInvalid(problems);
    const settings: ProposedSettings[] = [];
    for (const { group, values } of wishes.settings) {
      const { version } = await this.settings.read(context, group);
      settings.push({ group, values, version });
    }
    return { settings, activate: [...wishes.activate], deactivate: [...wishes.deactivate] };
  }

  private async itemProblems({ workspaceId }: RequestContext, wishes: ProposalWishes): Promise<FieldProblem[]> {
    const { activate, deactivate, settings } = wishes;
    const ids = [...new Set([...activate, ...deactivate])];
    if (ids.length === 0 && settings.length === 0) return [{ field: 'proposed', rule: 'must change something' }];
    const known = new Map((await this.items.findAll(workspaceId, ids)).map((item) => [item.id, item]));
    return ids.flatMap((id): FieldProblem[] => {
      const item = known.get(id);
      const field = activate.includes(id) ? 'proposed.activate' : 'proposed.deactivate';
      if (item === undefined) return [{ field, rule: `${id} is not an item of this workspace` }];
      if (activate.includes(id) && item.searched === undefined)
        return [{ field, rule: `${id} has not been processed yet` }];
      return activate.includes(id) && deactivate.includes(id) ? [{ field, rule: `${id} cannot be both` }] : [];
    });
  }
}

function settingsProblems({ settings }: ProposalWishes): FieldProblem[] {
  const twice = GATED_GROUPS.filter((group) => settings.filter((one) => one.group === group).length > 1);
  return [
    ...twice.map((group) => ({ field: 'proposed.settings', rule: `${group} stands there twice` })),
    ...settings.flatMap(({ group, values }, index): FieldProblem[] => {
      const patched = GROUPS[group].patch(undefined, values);
      if (patched.ok) return [];
      return patched.problems.map(({ field, rule }) => ({ field: `proposed.settings.${index}.${field}`, rule }));
    }),
  ];
}
