import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import { builtInCases, builtInRequest } from '../domain/evals/built-in-set';
import type { EvalCase, EvalResult } from '../domain/evals/eval-case';
import { ReplyComposer } from '../reply/reply-composer.service';
import { playedReply, resultOf } from './eval-player.service';

/** The set that comes with the program: how its prompt and rules do with the provider of this installation. */
@Injectable()
export class BuiltInEvals {
  constructor(
    private readonly composer: ReplyComposer,
    private readonly clock: Clock,
  ) {}

  /** Costs the platform's own calls; touches no workspace. */
  async run(): Promise<EvalResult[]> {
    const results: EvalResult[] = [];
    for (const one of builtInCases()) results.push(await this.play(one));
    return results;
  }

  private async play(one: EvalCase): Promise<EvalResult> {
    const started = this.clock.monotonic();
    const scope = { workspaceId: null, purpose: 'eval' as const };
    const proposal = await this.composer.compose(scope, builtInRequest(one));
    return resultOf(one, playedReply(proposal), Math.round(this.clock.monotonic() - started));
  }
}
