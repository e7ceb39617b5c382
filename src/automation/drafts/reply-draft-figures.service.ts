import { Injectable } from '@nestjs/common';
import { Clock, type RequestContext } from '../../shared/kernel';
import { rangeInvalid } from '../automation.errors';
import { type DraftFigures, draftFiguresOf } from './domain/draft-figures';
import { ReplyDraftFiguresRepository } from './repositories/reply-draft-figures.repository';

export interface TimedDraftFigures {
  from: Date;
  to: Date;
  sources: DraftFigures[];
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const MOST_DAYS = 366;
const USUAL_DAYS = 30;

/** How useful drafts and suggestions are: what became of them, and how much people changed. */
@Injectable()
export class ReplyDraftFigures {
  constructor(
    private readonly figures: ReplyDraftFiguresRepository,
    private readonly clock: Clock,
  ) {}

  /** Of drafts made in that time; the last thirty days when it is not told. @throws DomainError AUTOMATION.RANGE_INVALID */
  async of(
    { workspaceId }: Pick<RequestContext, 'workspaceId'>,
    { from, to = this.clock.now() }: { from?: Date | undefined; to?: Date | undefined },
  ): Promise<TimedDraftFigures> {
    const since = from ?? new Date(to.getTime() - USUAL_DAYS * DAY_MS);
    if (since >= to || to.getTime() - since.getTime() > MOST_DAYS * DAY_MS) throw rangeInvalid(MOST_DAYS);
    const counted = await this.figures.count(workspaceId, since, to);
    return { from: since, to, sources: draftFiguresOf(counted) };
  }
}
