import type { AiTokenUsage } from './ai-call';

export interface AiAudio {
  /** At most 25 MB. Source: OpenAI "Speech to text", file uploads. */
  bytes: Uint8Array<ArrayBuffer>;
  /** With an extension that tells the format, for example `voice.m4a`. */
  fileName: string;
  contentType: string;
  /** ISO 639-1, where it is known. */
  language?: string;
}

export interface AiTranscript {
  text: string;
  language?: string;
  durationSeconds?: number;
  model: string;
  provider: string;
  usage: AiTokenUsage;
}
