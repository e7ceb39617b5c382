import { Injectable } from '@nestjs/common';
import { AttentionFacade } from '../conversations';
import { Clock, Contributions, eachOf } from '../shared/kernel';
import { ScheduledJob } from '../shared/schedule';
import { type Escalation, openSince } from './domain/escalation';
import { EscalationsRepository } from './repositories/escalations.repository';
import { Takeovers } from './takeovers.service';

const AT_ONCE = 100;
/** Younger ones are left to the announcement. */
const MIN_AGE_MS = 30_000;

/** Finds answers of the team that no announcement has told of, a part of the open escalations each time. */
@Injectable()
export class FindAnswersJob extends ScheduledJob {
  readonly name = 'escalation-answers';
  readonly scope = 'cluster' as const;
  readonly everyMs = 30_000;
  private after: string | null = null;

  constructor(
    contributions: Contributions,
    private readonly escalations: EscalationsRepository,
    private readonly takeovers: Takeovers,
    private readonly attention: AttentionFacade,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  /** The turn of one that failed comes again. */
  async run(): Promise<void> {
    const some = await this.escalations.listUnanswered(AT_ONCE, this.after);
    this.after = some.length === AT_ONCE ? (some.at(-1)?.id ?? null) : null;
    const before = new Date(this.clock.now().getTime() - MIN_AGE_MS);
    const ours = some.filter((one) => openSince(one) < before);
    await eachOf(ours, (escalation) => this.look(escalation));
  }

  private async look(escalation: Escalation): Promise<void> {
    const { workspaceId, conversationId } = escalation;
    const answer = await this.attention.firstAnswer(workspaceId, conversationId, openSince(escalation));
    if (answer !== null) await this.takeovers.notice(workspaceId, conversationId, answer);
  }
}
