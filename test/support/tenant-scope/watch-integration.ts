import { observeCollections } from './observe-collections.cjs';
import type { ObservedQuery } from './scope-rule';
import { unscopedAmong } from './tenant-watch';

/** Who asks is the first file of ours on the stack; what a test looks up for itself is its own affair. */
const OURS = /\((.*\/(?:src|test|migrations|packages)\/[^)]+)\)|at (\/.*\/(?:src|test|migrations|packages)\/\S+)/;
const OF_TESTS = /\/test\/|\/packages\/|spec\.ts/;
const NOT_ASKING = ['/node_modules/', '/tenant-scope/'];

const queries: ObservedQuery[] = [];

observeCollections((query) => {
  if (askedByProduct()) queries.push(query);
});

function askedByProduct(): boolean {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const frames = (new Error().stack ?? '').split('\n').slice(1);
  Error.stackTraceLimit = limit;
  const ours = frames.find((frame) => OURS.test(frame) && !NOT_ASKING.some((place) => frame.includes(place)));
  return ours === undefined || !OF_TESTS.test(ours);
}

afterAll(() => {
  expect(unscopedAmong(queries)).toEqual([]);
});
