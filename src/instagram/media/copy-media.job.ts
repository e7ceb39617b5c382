import { Injectable } from '@nestjs/common';
import { MessageMedia } from '../../conversations';
import { Contributions, eachOf } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { MediaCopying } from './media-copying.service';

const AT_ONCE = 40;
/** Downloads of one process at a time. */
const WIDTH = 4;

/** Files of messages that came a moment ago, or that could not be fetched before. */
@Injectable()
export class CopyMediaJob extends ScheduledJob {
  readonly name = 'copy-media';
  readonly everyMs = 1_000;
  readonly scope = 'process' as const;

  constructor(
    contributions: Contributions,
    private readonly media: MessageMedia,
    private readonly copying: MediaCopying,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    await eachOf(await this.media.due(AT_ONCE), (message) => this.copying.settle(message), { width: WIDTH });
  }
}
