import { Injectable } from '@nestjs/common';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import { type BusinessCard, businessCardOf } from '../domain/settings/business-card';
import {
  businessHours,
  type BusinessHoursSettings,
  businessProfile,
  type BusinessProfile,
  language,
  type LanguageSettings,
} from '../domain/settings/groups';
import { type SettingsReader, WorkspaceSettings } from './workspace-settings.service';

const READER = 'workspace.business-card';

/** What customers may be told about a business. */
@Injectable()
export class BusinessCards {
  private readonly profile: SettingsReader<BusinessProfile>;
  private readonly hours: SettingsReader<BusinessHoursSettings>;
  private readonly language: SettingsReader<Pick<LanguageSettings, 'defaultLanguage'>>;

  constructor(
    settings: WorkspaceSettings,
    private readonly clock: Clock,
  ) {
    this.profile = settings.reader(businessProfile, READER, [
      'businessName',
      'description',
      'tone',
      'location',
      'website',
      'catalogue',
      'documents',
    ]);
    this.hours = settings.reader(businessHours, READER, ['timeZone', 'weekly', 'exceptions']);
    this.language = settings.reader(language, READER, ['defaultLanguage']);
  }

  /** As it is now. */
  async of(workspaceId: WorkspaceId): Promise<BusinessCard> {
    const [profile, hours, words] = await Promise.all([
      this.profile.of(workspaceId),
      this.hours.of(workspaceId),
      this.language.of(workspaceId),
    ]);
    return businessCardOf(profile, hours, words, this.clock.now());
  }
}
