import type { TriggerType } from './trigger-types';

/** A comment; of an ad also with the post that it was made of. */
export type StimulusComment = {
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
  mediaId: string;
  originalMediaId?: string;
  username?: string;
  isLive: boolean;
};

/** Something that happened and may start a flow, as triggers see it. */
export interface Stimulus {
  on: TriggerType;
  text: string;
  hasLink: boolean;
  hasAttachment: boolean;
  /** Of a tapped postback or ice breaker. */
  payload?: string | undefined;
  /** Of an ad or an ig.me link. */
  ref?: string | undefined;
  /** Present when it is a comment. */
  comment?: StimulusComment | undefined;
}
