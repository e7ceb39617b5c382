import type { ApiRequest } from '../api-request';
import type { Problem } from './problem';

/** Hears of every request that was refused, after it was worded. Contributed by whoever keeps record of them. */
export abstract class RefusalObserver {
  /** Never throws and never waits. */
  abstract refused(request: ApiRequest, problem: Problem): void;
}
