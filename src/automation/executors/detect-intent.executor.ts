import { Injectable } from '@nestjs/common';
import type { LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { DETECT_INTENT } from '../../flows';
import { IntentClassifier } from '../../knowledge';
import { Contributions } from '../../shared/kernel';
import { aiOutcome } from './ai-outcome';
import { TaskExecutor } from './task-executor';
import { objectsIn, textOf } from './task-input';

/** Within it a flow that asks has its answer, or its `error` exit. */
const DEADLINE_MS = 10_000;

/** What the person's message is about, of what a node lists. */
@Injectable()
export class DetectIntentExecutor extends TaskExecutor {
  override readonly task = DETECT_INTENT;

  constructor(
    contributions: Contributions,
    private readonly classifier: IntentClassifier,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override run({ workspaceId, conversationId }: LaneView, { input, asker: flow }: TaskDraft): Promise<TaskOutcome> {
    const candidates = objectsIn(input, 'intents').map((intent) => ({
      id: textOf(intent, 'id'),
      description: textOf(intent, 'description'),
    }));
    return aiOutcome(async () => {
      const question = { text: textOf(input, 'text'), candidates };
      const scope = { workspaceId, conversationId, ...(flow === undefined ? {} : { flow }) };
      const { intent, confidence, by } = await this.classifier.classify(scope, question, { deadlineMs: DEADLINE_MS });
      return { intent, confidence, by };
    });
  }
}
