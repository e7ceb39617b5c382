import fc from 'fast-check';
import { anyEscalations, anyHours } from '../../../../test/support/report-arbitraries';
import { modelOfEscalations, namedCells, plainDays } from '../../../../test/support/report-model';
import type { WorkspaceId } from '../../../shared/kernel';
import { Tally } from './counts';
import { countingWorld } from './counting-world';
import { escalationCells } from './escalation-cells';
import { LabelBook } from './label-book';

describe('escalations', () => {
  it('count what a slow look at all of them counts', () => {
    fc.assert(
      fc.property(anyHours, anyEscalations(['c0', 'c1']), (hours, escalations) => {
        const book = new LabelBook({});
        const world = countingWorld({ hours }, book, () => undefined);
        const tally = new Tally();
        for (const one of escalations)
          tally.addAll(escalationCells({ ...one, _id: 'e', workspaceId: 'w' as WorkspaceId }, world));
        expect(namedCells(tally.cells(), book.all)).toEqual(plainDays(modelOfEscalations(escalations, hours)));
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
