import type { TextLimit } from '../text/clip-text';

/** What the channel that carries a flow's messages allows; given by the publisher, since a flow knows no platform. */
export interface ChannelLimits {
  text: TextLimit;
  /** Of a text that has buttons. */
  buttonText: TextLimit;
  maxButtons: number;
  maxQuickReplies: number;
  /** Of a button or quick reply, in characters. */
  choiceTitleCharacters: number;
}
