import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import { retention, type Retention } from '../domain/settings/groups';
import { type SettingsReader, WorkspaceSettings } from './workspace-settings.service';

/** How long a workspace keeps what. */
@Injectable()
export class RetentionPolicy {
  private readonly reader: SettingsReader<Retention>;

  constructor(settings: WorkspaceSettings) {
    this.reader = settings.reader(retention, 'workspace.retention-policy', ['messageDays']);
  }

  /** In days; null: kept. */
  of(workspaceId: WorkspaceId): Promise<Retention> {
    return this.reader.of(workspaceId);
  }
}
