import type { FlowCapabilities } from './domain/compile/capabilities';
import type { ChannelLimits } from './domain/compile/channel-limits';

/** What published flows run on. Contributed once, by the domain that runs them. */
export abstract class FlowPlatform {
  /** Of the channel that carries the messages. */
  abstract readonly limits: ChannelLimits;
  /** What can be carried out; the same for as long as the process lives, once all domains have started. */
  abstract capabilities(): FlowCapabilities;
}
