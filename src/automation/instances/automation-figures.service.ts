import { Injectable } from '@nestjs/common';
import { Clock, type RequestContext } from '../../shared/kernel';
import { automationNotFound, rangeInvalid } from '../automation.errors';
import { figuresOf, type InstanceFigures } from '../domain/instance-figures';
import { AutomationFiguresRepository } from '../repositories/automation-figures.repository';
import { AutomationInstancesRepository } from '../repositories/automation-instances.repository';

export interface FiguresRequest {
  /** Thirty days before `to` when absent. */
  from?: Date | undefined;
  /** Now when absent. */
  to?: Date | undefined;
  versionId?: string | undefined;
}

export interface TimedFigures extends InstanceFigures {
  from: Date;
  to: Date;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
export const MAX_FIGURE_DAYS = 366;
const USUAL_DAYS = 30;

/** What became of the sessions of an automation, counted from their rows. */
@Injectable()
export class AutomationFigures {
  constructor(
    private readonly instances: AutomationInstancesRepository,
    private readonly figures: AutomationFiguresRepository,
    private readonly clock: Clock,
  ) {}

  /** Of sessions that began in that time. @throws DomainError AUTOMATION.NOT_FOUND, AUTOMATION.RANGE_INVALID */
  async of(
    { workspaceId }: Pick<RequestContext, 'workspaceId'>,
    instanceId: string,
    { from, to = this.clock.now(), versionId }: FiguresRequest,
  ): Promise<TimedFigures> {
    const since = from ?? new Date(to.getTime() - USUAL_DAYS * DAY_MS);
    if (since >= to || to.getTime() - since.getTime() > MAX_FIGURE_DAYS * DAY_MS) throw rangeInvalid(MAX_FIGURE_DAYS);
    if ((await this.instances.findById(workspaceId, instanceId)) === null) throw automationNotFound();
    const counted = await this.figures.count(workspaceId, { instanceId, from: since, to, versionId });
    return { from: since, to, ...figuresOf(counted) };
  }
}
