import { compilePipeline } from '../../src/agg';
import { Pace, PAUSE, withPauses } from '../../src/pace';
import type { Document } from '../../src/types';
import { contextOver } from './pipelines';

const DOCUMENTS = 3000;
/** As many documents may go through a stage between two looks at the clock. */
const MOST_BETWEEN_LOOKS = 256;

/** A clock that every look finds past the end of the turn, so that each look is a pause. */
const impatient = (): Pace => new Pace(0, () => 0);

interface Trace {
  longest: number;
  /** Pauses after the last document came in and before the first went out. */
  computing: number;
}

function traceOf(stages: Document[]): Trace {
  const pace = impatient();
  const documents = Array.from({ length: DOCUMENTS }, (_, n): Document => ({
    _id: n,
    n: (n * 7919) % DOCUMENTS,
    tags: ['a', 'b'],
  }));
  const context = { ...contextOver({ 'db.other': documents.slice(0, 300) }), pace };
  const trace: Trace = { longest: 0, computing: 0 };
  let [since, read, written] = [0, 0, 0];
  const input = function* () {
    for (const row of withPauses(documents, pace)) {
      if (row !== PAUSE) [since, read] = [since + 1, read + 1];
      yield row;
    }
  };
  for (const row of compilePipeline(stages, context)(input())) {
    if (row === PAUSE) {
      since = 0;
      if (read === DOCUMENTS && written === 0) trace.computing++;
    } else [since, written] = [since + 1, written + 1];
    trace.longest = Math.max(trace.longest, since);
  }
  return trace;
}

const SORT_PAUSES = DOCUMENTS / MOST_BETWEEN_LOOKS;

describe('long computations give up the event loop', () => {
  it.each<[string, Document[], number]>([
    ['$match', [{ $match: { n: { $gte: 0 } } }], 0],
    ['$project', [{ $project: { n: 1 } }], 0],
    ['$unwind', [{ $unwind: '$tags' }], 0],
    ['$group, many groups', [{ $group: { _id: '$n', all: { $push: '$n' } } }], 0],
    ['$group, one group', [{ $group: { _id: null, sum: { $sum: '$n' } } }], 0],
    ['$sort', [{ $sort: { n: 1 } }], SORT_PAUSES],
    ['$sort and $limit', [{ $addFields: { m: 1 } }, { $sort: { n: 1 } }, { $limit: 3 }], SORT_PAUSES],
    ['$sortByCount', [{ $sortByCount: '$n' }], SORT_PAUSES],
    ['$facet', [{ $facet: { a: [{ $sort: { n: 1 } }, { $limit: 1 }], b: [{ $count: 'n' }] } }], 2 * DOCUMENTS],
    ['$bucket', [{ $bucket: { groupBy: '$n', boundaries: [0, DOCUMENTS] } }], 0],
    ['$bucketAuto', [{ $bucketAuto: { groupBy: '$n', buckets: 2 } }], SORT_PAUSES],
    ['$setWindowFields', [{ $setWindowFields: { sortBy: { n: 1 }, output: { sum: { $sum: '$n' } } } }], DOCUMENTS],
    ['$lookup of many', [{ $limit: 2 }, { $lookup: { from: 'other', pipeline: [{ $sort: { n: 1 } }], as: 'o' } }], 0],
    ['$unionWith', [{ $limit: 1 }, { $unionWith: { coll: 'other', pipeline: [{ $unwind: '$tags' }] } }], 0],
    ['$sample', [{ $sample: { size: 1000 } }], 0],
    ['$count', [{ $count: 'n' }], 0],
  ])('%s', (_name, stages, computing) => {
    const trace = traceOf(stages);
    expect(trace.longest).toBeLessThanOrEqual(MOST_BETWEEN_LOOKS);
    expect(trace.computing).toBeGreaterThanOrEqual(computing);
  });
});
