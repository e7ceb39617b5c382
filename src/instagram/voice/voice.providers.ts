import { TranscribeVoiceJob } from './transcribe-voice.job';
import { VoiceHearing } from './voice-hearing.service';

/** Needs the media store. */
export const VOICE_PROVIDERS = [VoiceHearing, TranscribeVoiceJob];
