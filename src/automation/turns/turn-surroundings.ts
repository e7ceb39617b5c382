import { Inject, Injectable } from '@nestjs/common';
import type { LaneView } from '../../conversations';
import { CrmFacade } from '../../crm';
import { EscalationsFacade } from '../../escalations';
import { VoiceTranscripts } from '../../knowledge';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import type { BusinessHours } from '../../shared/kernel';
import { businessHours, language, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { ActiveFollowups } from '../followups/active-followups';
import { type AutomationContext, CHANNEL } from '../domain/active-instance';

/** What a turn may know of the workspace and of the person, besides the conversation. */
@Injectable()
export class TurnSurroundings {
  private readonly hours: SettingsReader<BusinessHours>;
  private readonly language: SettingsReader<{ defaultLanguage: string }>;

  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'automation'>,
    private readonly crm: CrmFacade,
    private readonly escalations: EscalationsFacade,
    private readonly voices: VoiceTranscripts,
    private readonly active: ActiveFollowups,
    settings: WorkspaceSettings,
  ) {
    this.hours = settings.reader(businessHours, 'automation.triggers', ['timeZone', 'weekly', 'exceptions']);
    this.language = settings.reader(language, 'automation.sessions', ['defaultLanguage']);
  }

  /** The person's record is asked for only when some flow in play reads it. */
  async of(
    { workspaceId, conversationId, accountId, participantId }: LaneView,
    flows: AutomationContext['flows'],
    { hasVoice }: { hasVoice: boolean },
  ): Promise<
    Pick<
      AutomationContext,
      'hours' | 'contact' | 'facts' | 'exchangesPerMinute' | 'hearsVoice' | 'handoffHold' | 'followups'
    >
  > {
    const isRead = [...flows.values()].some((runs) => runs?.flow.reads.contact === true);
    const person = { workspaceId, conversationId, accountId, participantId };
    const [hours, { defaultLanguage }, handoffHold, contact, hearsVoice, followups] = await Promise.all([
      this.hours.of(workspaceId),
      this.language.of(workspaceId),
      this.escalations.holdRuleOf(workspaceId),
      isRead ? this.crm.contactView(person) : null,
      hasVoice && this.voices.isOn(workspaceId),
      this.active.of(workspaceId),
    ]);
    const { exchangesPerMinute } = this.config.automation;
    const guard = exchangesPerMinute === 0 ? {} : { exchangesPerMinute };
    return {
      hours,
      contact,
      facts: { channel: CHANNEL, language: defaultLanguage },
      hearsVoice,
      handoffHold,
      followups,
      ...guard,
    };
  }
}
