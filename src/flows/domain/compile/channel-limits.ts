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
  /** Of an answer to a comment; absent: as a text. */
  commentText?: TextLimit | undefined;
  /** For how long whoever commented may be answered privately, once; absent: not at all. */
  commentHours?: { post: number; live: number } | undefined;
  /** Hours after the person's last message in which they may be written to; absent: always. */
  windowHours?: number | undefined;
  /** What the channel's rules demand of every flow; absent: nothing. */
  policy?: ChannelPolicy | undefined;
}

export interface ChannelPolicy {
  /** A flow must say that an automated service is writing. */
  botDisclosure: boolean;
  /** A flow must hold a way to reach a person. */
  wayToPerson: boolean;
}
