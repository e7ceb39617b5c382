import type { JsonObject, TaskOutcome } from '../../conversations';
import { AiError } from '../../shared/providers/ai';

/**
 * What a flow is told of something that a model was asked for. The client has tried again where that could help, so a
 * failure is an answer, too: the flow goes on by its `error` exit at once, rather than after more attempts.
 */
export async function aiOutcome(ask: () => Promise<JsonObject>): Promise<TaskOutcome> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    if (error instanceof AiError) return { ok: false, error: error.message };
    throw error;
  }
}
