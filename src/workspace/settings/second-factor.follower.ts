import { Injectable } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { AccessRevisions } from '../access-revisions.port';
import { security, type SecuritySettings } from '../domain/settings/groups';
import { WorkspacesRepository } from '../repositories/workspaces.repository';
import { SettingsFollower } from './settings-follower.port';
import { WorkspaceSettings } from './workspace-settings.service';

/** Copies what the guard asks on each request to where it looks. */
@Injectable()
export class SecondFactorFollower extends SettingsFollower {
  readonly groups = [security.name];
  private readonly pick: (values: object) => SecuritySettings;

  constructor(
    contributions: Contributions,
    settings: WorkspaceSettings,
    private readonly workspaces: WorkspacesRepository,
    private readonly revisions: AccessRevisions,
  ) {
    super();
    contributions.provide(SettingsFollower, this);
    this.pick = settings.picker(security, 'workspace.second-factor', ['requireSecondFactor']);
  }

  override async apply(workspaceId: WorkspaceId, values: object): Promise<void> {
    await this.workspaces.setSecondFactor(workspaceId, this.pick(values).requireSecondFactor);
    await this.revisions.bump({ workspaceId });
  }
}
