import { Injectable } from '@nestjs/common';
import type { RequestContext } from '../shared/kernel';
import {
  businessHours,
  type BusinessHoursSettings,
  demoMode,
  type DemoMode,
  language,
  type LanguageSettings,
} from './domain/settings/groups';
import type { Workspace } from './domain/workspace';
import { type SettingsReader, WorkspaceSettings } from './settings/workspace-settings.service';
import { WorkspacesService } from './workspaces.service';

export interface WorkspaceOverview extends Workspace {
  uiLanguage: string;
  timeZone: string;
  demoMode: boolean;
}

const READER = 'workspace.overview';

/** A workspace with what a front-end needs to begin. */
@Injectable()
export class WorkspaceOverviews {
  private readonly language: SettingsReader<Pick<LanguageSettings, 'uiLanguage'>>;
  private readonly hours: SettingsReader<Pick<BusinessHoursSettings, 'timeZone'>>;
  private readonly demo: SettingsReader<DemoMode>;

  constructor(
    private readonly workspaces: WorkspacesService,
    settings: WorkspaceSettings,
  ) {
    this.language = settings.reader(language, READER, ['uiLanguage']);
    this.hours = settings.reader(businessHours, READER, ['timeZone']);
    this.demo = settings.reader(demoMode, READER, ['enabled']);
  }

  /** @throws DomainError WORKSPACE.NOT_FOUND. */
  async of(context: RequestContext): Promise<WorkspaceOverview> {
    const { workspaceId } = context;
    const [workspace, { uiLanguage }, { timeZone }, { enabled }] = await Promise.all([
      this.workspaces.get(context),
      this.language.of(workspaceId),
      this.hours.of(workspaceId),
      this.demo.of(workspaceId),
    ]);
    return { ...workspace, uiLanguage, timeZone, demoMode: enabled };
  }
}
