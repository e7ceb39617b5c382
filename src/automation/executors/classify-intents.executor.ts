import { Injectable } from '@nestjs/common';
import type { JsonObject, LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { CLASSIFY_INTENTS } from '../../flows';
import { type IntentCandidate, IntentClassifier } from '../../knowledge';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { AutomationIntents } from '../intents/automation-intents.service';
import { aiOutcome } from './ai-outcome';
import { TaskExecutor } from './task-executor';
import { objectsIn, textOf, textsOf } from './task-input';

/** The selection waits for ten seconds; then it goes on without an answer. */
const DEADLINE_MS = 8_000;
/** Less than this, and a trigger that asks for no intent shall have the message. */
const MIN_CONFIDENCE = 0.5;

/** Which of several automations a message is for, when their triggers ask for intents: one call for all of them. */
@Injectable()
export class ClassifyIntentsExecutor extends TaskExecutor {
  override readonly task = CLASSIFY_INTENTS;

  constructor(
    contributions: Contributions,
    private readonly classifier: IntentClassifier,
    private readonly intents: AutomationIntents,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override run({ workspaceId, conversationId }: LaneView, { input }: TaskDraft): Promise<TaskOutcome> {
    return aiOutcome(async () => {
      const candidates = await this.candidatesIn(workspaceId, objectsIn(input, 'candidates'));
      const question = { text: textOf(input, 'text'), candidates };
      const answer = await this.classifier.classify({ workspaceId, conversationId }, question, {
        deadlineMs: DEADLINE_MS,
      });
      const { intent, confidence, by } = answer;
      return { candidate: confidence >= MIN_CONFIDENCE ? intent : null, confidence, by };
    });
  }

  /** What a trigger says of itself, and what its intents mean in this workspace. */
  private async candidatesIn(workspaceId: WorkspaceId, asked: readonly JsonObject[]): Promise<IntentCandidate[]> {
    const effective = await this.intents.effective(workspaceId);
    const meanings = new Map(effective.map(({ value, description }) => [value, description]));
    return asked.map((candidate) => {
      const named = textsOf(candidate, 'intents').map((intent) => meanings.get(intent) ?? intent);
      const said = [textOf(candidate, 'description'), ...named].filter((text) => text !== '');
      return {
        id: textOf(candidate, 'id'),
        description: said.length === 0 ? textOf(candidate, 'automation') : said.join('\n'),
      };
    });
  }
}
