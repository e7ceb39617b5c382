import type { ValueSize } from '../template/longest-text';
import type { Reference } from '../template/reference';
import type { ChannelLimits } from './channel-limits';

/** What a node's check may know of the rest of the flow. */
export interface CheckContext {
  limits: ChannelLimits;
  /** Variables that some node of the flow sets. */
  variables: ReadonlySet<string>;
  /** How long a value can be. */
  valueSize: ValueSize;
  /** Told of every value that the node reads, and where in its data; the functions of `check-template` do it. */
  onReference: (reference: Reference, path: string) => void;
}
