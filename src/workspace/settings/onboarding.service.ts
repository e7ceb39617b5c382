import { Injectable } from '@nestjs/common';
import { isDuplicateKey } from '../../shared/database';
import { Clock, Contributions, type WorkspaceId } from '../../shared/kernel';
import {
  businessHours,
  businessProfile,
  demoMode,
  type DemoMode,
  onboarding,
  type OnboardingFacts,
} from '../domain/settings/groups';
import { basicsAreDone, factOfStep, ONBOARDING_STEPS, type OnboardingStep } from '../domain/settings/onboarding-steps';
import { WorkspaceSettingsRepository } from '../repositories/workspace-settings.repository';
import { SettingsFollower } from './settings-follower.port';
import { type SettingsReader, WorkspaceSettings } from './workspace-settings.service';

export interface OnboardingProgress {
  steps: { step: OnboardingStep; completedAt: Date | null }[];
  complete: boolean;
}

const READER = 'workspace.onboarding';

/** What of the setting up is done. Facts note themselves here; a step that was done stays done. */
@Injectable()
export class Onboarding extends SettingsFollower {
  readonly groups = [businessProfile.name, businessHours.name];
  private readonly facts: SettingsReader<OnboardingFacts>;
  private readonly demo: SettingsReader<DemoMode>;

  constructor(
    contributions: Contributions,
    private readonly settings: WorkspaceSettings,
    private readonly rows: WorkspaceSettingsRepository,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(SettingsFollower, this);
    this.facts = settings.reader(onboarding, READER, [
      'connectCompletedAt',
      'templateSelectedAt',
      'basicsCompletedAt',
      'simulatorCompletedAt',
      'publishCompletedAt',
    ]);
    this.demo = settings.reader(demoMode, READER, ['enabled']);
  }

  async of(workspaceId: WorkspaceId): Promise<OnboardingProgress> {
    const facts = await this.facts.of(workspaceId);
    const steps = ONBOARDING_STEPS.map((step) => ({ step, completedAt: facts[factOfStep[step]] }));
    return { steps, complete: steps.every(({ completedAt }) => completedAt !== null) };
  }

  /** Notes the first time that a step was done; later ones change nothing. Outside of transactions. */
  async done(workspaceId: WorkspaceId, step: OnboardingStep): Promise<void> {
    const field = factOfStep[step];
    if ((await this.facts.of(workspaceId))[field] !== null) return;
    if (await this.note(workspaceId, field)) await this.settings.changed(workspaceId);
  }

  /** Publishing counts only where automations do answer. */
  async published(workspaceId: WorkspaceId): Promise<void> {
    if (!(await this.demo.of(workspaceId)).enabled) await this.done(workspaceId, 'publish');
  }

  override async announce(workspaceId: WorkspaceId): Promise<void> {
    const stored = await this.settings.stored(workspaceId);
    const profile = businessProfile.valuesOf(stored[businessProfile.name]);
    if (basicsAreDone(profile, businessHours.valuesOf(stored[businessHours.name]))) {
      await this.done(workspaceId, 'basics');
    }
  }

  private async note(workspaceId: WorkspaceId, field: string): Promise<boolean> {
    const at = this.clock.now();
    const { schemaVersion } = onboarding.definition;
    try {
      const fact = { schemaVersion, version: 1, values: { [field]: at }, updatedAt: at };
      return await this.rows.noteOnce(workspaceId, onboarding.name, field, fact);
    } catch (error) {
      // The row exists and has the fact already: an upsert that finds nothing tries to insert.
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
