import { draftFiguresOf } from './draft-figures';

it('has a line for each source, and leaves out what nobody took', () => {
  const group = { source: 'suggestion' as const, unchanged: 0, distance: 0 };
  expect(
    draftFiguresOf([
      { ...group, status: 'suggested', drafts: 30 },
      { ...group, status: 'sent', drafts: 3, unchanged: 2, distance: 0.5 },
      { ...group, status: 'sending', drafts: 1 },
      { ...group, status: 'superseded', drafts: 4 },
    ]),
  ).toEqual([
    {
      ...{ source: 'flow', proposed: 0, waiting: 0, sent: 0, sentUnchanged: 0, discarded: 0, superseded: 0 },
      averageEditDistance: null,
    },
    {
      ...{ source: 'suggestion', proposed: 8, waiting: 1, sent: 3, sentUnchanged: 2, discarded: 0, superseded: 4 },
      averageEditDistance: 0.167,
    },
  ]);
});
