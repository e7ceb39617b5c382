import type { Breakdown, BrokenDown } from '../../src/reporting/figures/domain/breakdowns';
import type { Figures } from '../../src/reporting/figures/domain/figures';
import type { ModelDays } from './report-model';

/** All times that a summary shows. */
export const shownTimes = ({ responses, escalations }: Figures) => ({
  ...{ clock: responses.clock, businessHours: responses.businessHours, bot: responses.bot, people: responses.people },
  ...{ resolution: escalations.clock, resolutionOpen: escalations.businessHours },
  ...{ answer: escalations.firstResponse.clock, answerOpen: escalations.firstResponse.businessHours },
});

/** What they should be, from the times of these days themselves. */
export function modelTimes(model: ModelDays, days: readonly string[]): ReturnType<typeof shownTimes> {
  const of = (name: string) => ({ median: model.quantile(days, name, 0.5), p90: model.quantile(days, name, 0.9) });
  return {
    ...{ clock: of('h:first'), businessHours: of('h:first-open'), bot: of('h:first-bot'), people: of('h:first-human') },
    ...{ resolution: of('h:resolve'), resolutionOpen: of('h:resolve-open') },
    ...{ answer: of('h:esc-first'), answerOpen: of('h:esc-first-open') },
  };
}

/** By key, the medians that a breakdown by member or severity shows. */
export const shownMedians = (items: readonly BrokenDown[]) =>
  Object.fromEntries(
    items.map(({ key, numbers }) => [
      key,
      Object.fromEntries(Object.entries(numbers).filter(([number]) => number.startsWith('median'))),
    ]),
  );

export const modelMedians = (
  model: ModelDays,
  days: readonly string[],
  by: Breakdown,
  items: readonly BrokenDown[],
): ReturnType<typeof shownMedians> =>
  Object.fromEntries(
    items.map(({ key }) => {
      const apart = by === 'agent' ? 'ha' : 'hs';
      const escalations = {
        medianEscalationResponseOpenMs: model.quantile(days, `${apart}-esc-first:${key}`, 0.5),
        medianResolutionOpenMs: model.quantile(days, `${apart}-resolve:${key}`, 0.5),
      };
      if (by !== 'agent') return [key, escalations];
      return [key, { medianFirstResponseMs: model.quantile(days, `hag:${key}`, 0.5), ...escalations }];
    }),
  );
