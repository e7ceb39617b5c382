import { Injectable } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { CountedResource } from '../../workspace';
import { AutomationInstancesRepository } from '../repositories/automation-instances.repository';

/** All of them count, also those that are switched off. */
@Injectable()
export class CountedAutomations extends CountedResource {
  readonly resource = 'automations';

  constructor(
    contributions: Contributions,
    private readonly instances: AutomationInstancesRepository,
  ) {
    super();
    contributions.provide(CountedResource, this);
  }

  override count(workspaceId: WorkspaceId): Promise<number> {
    return this.instances.count(workspaceId);
  }
}
