/**
 * after_silence: when the minutes of the hold are over, or at the close, whatever comes first · on_close: when a person closes
 * the escalation · never: when a person resumes the conversation, and not before.
 */
export const BOT_RETURNS = ['after_silence', 'on_close', 'never'] as const;
export type BotReturn = (typeof BOT_RETURNS)[number];

/** How long the bot is silent once a person is needed, and whether the close of the escalation ends that. */
export interface HoldRule {
  /** Null: it goes on speaking, unless what called the person says otherwise. */
  minutes: number | null;
  /** `minutes` holds whatever the caller would have; else it is for callers who name none. */
  isFixed: boolean;
  endsAtClose: boolean;
}

/** As good as for ever: only a person ends it. */
export const UNTIL_A_PERSON_ENDS_IT = 366 * 24 * 60;

export function holdRuleOf(settings: {
  botReturns: BotReturn;
  behaviour: 'ai_silent' | 'ai_allowed';
  /** Of silence. */
  minutes: number;
}): HoldRule {
  const { botReturns, behaviour, minutes } = settings;
  const endsAtClose = botReturns !== 'never';
  if (behaviour === 'ai_allowed') return { minutes: null, isFixed: false, endsAtClose };
  if (botReturns === 'after_silence') return { minutes, isFixed: false, endsAtClose };
  return { minutes: UNTIL_A_PERSON_ENDS_IT, isFixed: true, endsAtClose };
}
