import type { ChannelLimits } from '../../compile/channel-limits';
import { clipText } from '../../text/clip-text';
import type { EffectDraft } from '../effect';

/** Sends a text as it is, cut where the channel would refuse it. */
export function sendText(text: string, limits: ChannelLimits): EffectDraft {
  return { kind: 'send', message: { text: clipText(text, limits.text), buttons: [], quickReplies: [] } };
}
