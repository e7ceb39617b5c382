import { Injectable } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { ContactMirrors } from './contact-mirrors.service';

/** Copies to conversations what a crash kept from being copied. */
@Injectable()
export class MirrorContactsJob extends ScheduledJob {
  readonly name = 'mirror-contacts';
  readonly scope = 'cluster' as const;
  readonly everyMs = 10_000;

  constructor(
    contributions: Contributions,
    private readonly mirrors: ContactMirrors,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    await this.mirrors.catchUp();
  }
}
