import { Injectable } from '@nestjs/common';
import { type Attachment, type DueVoice, MessageVoices, type VoiceChange, voicesIn } from '../../conversations';
import { type HeardVoice, VoiceTranscripts } from '../../knowledge';
import { Clock } from '../../shared/kernel';
import { fileNameOf } from '../domain/media-format';
import { nextHearingAt, VOICE_BYTES } from '../domain/voice-plan';
import { MediaStore } from '../media/media-store.service';

/** Longer than a provider may take for all that one message holds; then another process tries. */
const TAKEN_MS = 2 * 60_000;

type Outcome = HeardVoice | { kind: 'none'; problem: 'no-file' | 'too-long' };

const NO_FILE: Outcome = { kind: 'none', problem: 'no-file' };
const TOO_LONG: Outcome = { kind: 'none', problem: 'too-long' };
const GIVEN_UP = 'unavailable';

/** Has what people say in voice notes put into words, once the recordings are copied. */
@Injectable()
export class VoiceHearing {
  constructor(
    private readonly voices: MessageVoices,
    private readonly transcripts: VoiceTranscripts,
    private readonly store: MediaStore,
    private readonly clock: Clock,
  ) {}

  /** One message, if it is still to be done. @throws what the object store throws: then it is tried again later. */
  async settle(message: DueVoice): Promise<void> {
    const until = new Date(this.clock.now().getTime() + TAKEN_MS);
    if (!(await this.voices.take(message, until))) return;
    if (!(await this.transcripts.isOn(message.workspaceId))) return this.voices.drop(message, until);
    const changes: VoiceChange[] = [];
    let nextAt: Date | null = null;
    for (const index of message.isUnsent ? [] : voicesIn(message.attachments)) {
      const attachment = message.attachments[index];
      // It has been heard before a crash, or by an earlier try.
      if (attachment === undefined || attachment.transcript !== undefined) continue;
      const outcome = await this.hear(message, attachment);
      const retryAt = outcome.kind === 'later' ? this.nextTry(message, outcome.afterMs) : null;
      if (retryAt !== null) nextAt = retryAt;
      else changes.push({ index, set: this.said(outcome) });
    }
    await this.voices.settle(message, until, { changes, nextAt });
  }

  private nextTry({ attempts }: DueVoice, afterMs?: number): Date | null {
    return nextHearingAt(attempts + 1, this.clock.now(), afterMs);
  }

  private async hear(message: DueVoice, { file }: Attachment): Promise<Outcome> {
    const { workspaceId, conversationId, at } = message;
    if (file === undefined || (await this.voices.isErased(workspaceId, conversationId, at))) return NO_FILE;
    if (file.bytes > VOICE_BYTES) return TOO_LONG;
    const bytes = await this.read(message, file.id);
    if (bytes === null) return NO_FILE;
    const { id, contentType } = file;
    const audio = { bytes, fileName: fileNameOf(id, contentType), contentType };
    return this.transcripts.of({ workspaceId, conversationId }, audio);
  }

  /** Null when it was removed meanwhile. */
  private async read({ workspaceId, conversationId }: DueVoice, fileId: string) {
    const file = await this.store.find(workspaceId, fileId, conversationId);
    const stream = file === null ? null : await this.store.open(file);
    if (stream === null) return null;
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk as Uint8Array);
    return new Uint8Array(Buffer.concat(chunks));
  }

  private said(outcome: Outcome): VoiceChange['set'] {
    const { kind } = outcome;
    if (kind === 'later') return { transcriptProblem: GIVEN_UP };
    if (kind === 'none') return { transcriptProblem: outcome.problem };
    const { text, model, language } = outcome;
    const told = language === undefined ? {} : { language };
    return { transcript: { text, model, at: this.clock.now(), ...told } };
  }
}
