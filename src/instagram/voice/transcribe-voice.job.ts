import { Injectable } from '@nestjs/common';
import { MessageVoices } from '../../conversations';
import { Contributions, eachOf } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { VoiceHearing } from './voice-hearing.service';

const AT_ONCE = 40;
/** Calls of one process at a time. */
const WIDTH = 4;

/** Voice notes whose recordings were copied a moment ago, or that could not be heard before. */
@Injectable()
export class TranscribeVoiceJob extends ScheduledJob {
  readonly name = 'transcribe-voice';
  readonly everyMs = 1_000;
  readonly scope = 'process' as const;

  constructor(
    contributions: Contributions,
    private readonly voices: MessageVoices,
    private readonly hearing: VoiceHearing,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  /** One message's failure stops no other. */
  async run(): Promise<void> {
    await eachOf(await this.voices.due(AT_ONCE), (message) => this.hearing.settle(message), { width: WIDTH });
  }
}
