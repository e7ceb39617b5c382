import { stableId } from '../../shared/kernel';
import type { TurnRun } from './turn-run';

const MINUTE_MS = 60_000;
/** As long as after a person's own message: then somebody has had a look. */
const HOLD_MINUTES = 60;
export const BOT_LOOP = 'bot_loop';

/**
 * Two automated accounts that answer each other would go on for ever. When the bot has answered more often within a minute
 * than people write, the conversation is handed to a person.
 */
export function guardExchanges(run: TurnRun): void {
  const { exchangesPerMinute: most } = run.context;
  if (most === undefined || !isExchange(run)) return;
  const recent = (run.state.exchanges ?? []).filter((at) => at > run.now - MINUTE_MS);
  const exchanges = [...recent, run.now];
  if (exchanges.length <= most) {
    run.state = { ...run.state, exchanges };
    return;
  }
  // Counted anew once the hold is over.
  run.state = { ...run.state, exchanges: [] };
  const summary = `The bot has answered ${exchanges.length} times within a minute; another bot may be writing.`;
  const id = stableId(BOT_LOOP, run.turn.event.eventId);
  run.effects.push({ kind: 'handoff', id, reason: BOT_LOOP, summary, holdMinutes: HOLD_MINUTES });
}

/** The other side has said or done something, and the bot answers. */
function isExchange({ turn, effects, answersSaid }: TurnRun): boolean {
  const said =
    answersSaid || turn.event.kind === 'message' || turn.event.kind === 'postback' || turn.event.kind === 'stimulus';
  return said && !turn.held && effects.some(({ kind }) => kind === 'send');
}
