import type { TriggerType } from './trigger-types';

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
}
