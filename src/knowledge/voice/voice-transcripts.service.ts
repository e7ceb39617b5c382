import { Injectable } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { type AiAudio, AiError } from '../../shared/providers/ai';
import { SettingsGroup, type SettingsReader, WorkspaceSettings } from '../../workspace';
import { AiCalls } from '../ai/ai-calls.port';
import { heardFrom, type HeardVoice, problemOf } from '../domain/voice/heard-voice';
import { voiceSettings, type VoiceSettings } from './voice-settings';

/** For a minute of speech; whoever waits for it waits no longer than half of that. */
export const TRANSCRIPT_DEADLINE_MS = 40_000;

/** What customers say in voice notes, by the workspace's provider: metered and capped as all calls. */
@Injectable()
export class VoiceTranscripts {
  private readonly settings: SettingsReader<VoiceSettings>;

  constructor(
    contributions: Contributions,
    settings: WorkspaceSettings,
    private readonly calls: AiCalls,
  ) {
    contributions.provide(SettingsGroup, voiceSettings);
    this.settings = settings.reader(voiceSettings, 'knowledge.voice', ['transcribe']);
  }

  /** Whether the provider can and the workspace wants it. A provider that cannot be told counts as none. */
  async isOn(workspaceId: WorkspaceId): Promise<boolean> {
    const { transcribe } = await this.settings.of(workspaceId);
    if (!transcribe) return false;
    try {
      return (await this.calls.abilitiesOf(workspaceId)).transcribes;
    } catch (error) {
      if (error instanceof AiError) return false;
      throw error;
    }
  }

  /** Never fails: what a provider did not do is an outcome. */
  async of(scope: { workspaceId: WorkspaceId; conversationId: string }, audio: AiAudio): Promise<HeardVoice> {
    try {
      const options = { deadlineMs: TRANSCRIPT_DEADLINE_MS };
      return heardFrom(await this.calls.transcribe({ ...scope, purpose: 'transcript' }, audio, options));
    } catch (error) {
      if (error instanceof AiError) return problemOf(error);
      throw error;
    }
  }
}
