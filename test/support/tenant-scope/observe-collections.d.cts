import type { ObservedQuery } from './scope-rule';

/** Tells of every query of this process, before it is sent: its shape, without values. Once, since it changes the driver. */
export function observeCollections(onQuery: (query: ObservedQuery) => void): void;
