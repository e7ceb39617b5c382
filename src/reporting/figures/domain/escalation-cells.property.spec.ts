import fc from 'fast-check';
import { anyEscalations, anyHours } from '../../../../test/support/report-arbitraries';
import { modelOfEscalations, namedCells, plainDays } from '../../../../test/support/report-model';
import { modelMedians, modelTimes, shownMedians, shownTimes } from '../../../../test/support/report-times';
import type { WorkspaceId } from '../../../shared/kernel';
import { brokenDown } from './breakdowns';
import { sumOf, Tally } from './counts';
import { countingWorld } from './counting-world';
import { escalationCells, escalationTimings } from './escalation-cells';
import { figuresOf } from './figures';
import { LabelBook } from './label-book';
import { exactTimesOf, timedDays } from './timings';

describe('escalations', () => {
  it('count what a slow look at all of them counts', () => {
    fc.assert(
      fc.property(anyHours, anyEscalations(['c0', 'c1']), (hours, escalations) => {
        const book = new LabelBook({});
        const world = countingWorld({ hours }, book, () => undefined);
        const tally = new Tally();
        const facts = escalations.map((one) => ({ ...one, _id: 'e', workspaceId: 'w' as WorkspaceId }));
        for (const one of facts) tally.addAll(escalationCells(one, world));
        const model = modelOfEscalations(escalations, hours);
        expect(namedCells(tally.cells(), book.all)).toEqual(plainDays(model));
        const days = [...model.keys()];
        const counts = sumOf(tally.cells().map((cell) => cell.counts));
        const times = exactTimesOf(timedDays(facts.flatMap((one) => escalationTimings(one, world))), days, counts);
        expect(times).not.toBeNull();
        expect(shownTimes(figuresOf(counts, times))).toEqual(modelTimes(model, days));
        for (const by of ['agent', 'severity'] as const) {
          const items = brokenDown(by, counts, book.all, times);
          expect(shownMedians(items)).toEqual(modelMedians(model, days, by, items));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('say nothing that somebody wrote', () => {
    fc.assert(
      fc.property(anyEscalations(['c0']), (escalations) => {
        const book = new LabelBook({});
        const world = countingWorld(
          { hours: { timeZone: 'UTC', weekly: null, exceptions: [] } },
          book,
          () => undefined,
        );
        const said = escalations.map((one) => ({ ...one, reason: 'My iban is DE02', _id: 'e' }));
        const cells = said.map((one) => escalationCells({ ...one, workspaceId: 'w' as WorkspaceId }, world));
        expect(JSON.stringify([cells, book.all])).not.toContain('iban');
        expect(JSON.stringify(cells)).not.toContain('agent-');
      }),
      { numRuns: 50 },
    );
  });
});
