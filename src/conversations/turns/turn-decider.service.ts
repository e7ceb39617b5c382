import { Injectable } from '@nestjs/common';
import { Clock, Contributions, faultPoint } from '../../shared/kernel';
import { Channel } from '../channel.port';
import { type FoldedTurn, foldTurn, laneViewOf } from '../domain/fold-turn';
import { voicesIn } from '../domain/message-media';
import { mayBeOursStill } from '../domain/turn-batch';
import { EchoJudge } from './echo-judge.service';
import type { ConversationState } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import { TurnHandler } from '../turn-handler.port';

export type Decided =
  | { kind: 'fold'; folded: FoldedTurn; explained: string[]; more: boolean }
  /** Nothing to commit; `explained` echoes are done with. */
  | { kind: 'nothing'; explained: string[]; waiting: boolean }
  /** Judging settled a send, so the conversation must be read again. */
  | { kind: 'reload' };

const idOf = ({ _id }: LaneEvent) => _id;

/** What the events of a turn lead to in the conversation as it was read. */
@Injectable()
export class TurnDecider {
  constructor(
    private readonly echoes: EchoJudge,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {
    contributions.declare(TurnHandler, 'one');
  }

  async decide(conversation: ConversationState, fresh: readonly LaneEvent[]): Promise<Decided> {
    const verdicts = await this.echoes.judge(conversation, fresh);
    if (verdicts.settlesHead !== null) {
      await this.echoes.settleHead(conversation, verdicts.settlesHead);
      return { kind: 'reload' };
    }
    await this.echoes.settleParked(conversation, verdicts.settlesParked);
    const explained = [...verdicts.own, ...verdicts.settlesParked.map(({ event }) => event)];
    const [head] = conversation.outbox;
    const unsends = fresh.filter((event) => event.payload.kind === 'unsend' && mayBeOursStill(event, head));
    const waiting = [...verdicts.waiting, ...unsends];
    const setAside = new Set([...explained, ...waiting]);
    const events = fresh.filter((event) => !setAside.has(event));
    if (events.length === 0) return { kind: 'nothing', explained: explained.map(idOf), waiting: waiting.length > 0 };
    const folded = await this.fold(conversation, events);
    if (folded.taken.length === 0) return { kind: 'nothing', explained: explained.map(idOf), waiting: true };
    return { kind: 'fold', folded, explained: explained.map(idOf), more: folded.taken.length < events.length };
  }

  private async fold(conversation: ConversationState, events: readonly LaneEvent[]): Promise<FoldedTurn> {
    const handler = this.contributions.one(TurnHandler);
    const channel = this.contributions.one(Channel);
    const hasVoice = events.some(
      ({ payload }) => payload.kind === 'message' && voicesIn(payload.attachments).length > 0,
    );
    const context = await handler.prepare(laneViewOf(conversation), conversation.state, { hasVoice });
    return foldTurn({
      conversation,
      events,
      now: this.clock.now(),
      windowMs: channel.windowMs,
      partsOf: (content) => channel.partsOf(content),
      decide: (input) => {
        faultPoint('turn.decide', input.event.kind === 'message' ? input.event.text : undefined);
        return handler.decide(context, input);
      },
    });
  }
}
