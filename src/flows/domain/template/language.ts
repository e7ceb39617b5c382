import { Liquid } from 'liquidjs';
import { displayText, toJson } from './display-text';
import { boundedFilter, FILTERS } from './filters';

const TAGS: readonly string[] = ['if', 'unless', 'case'];
const MAX_SOURCE = 20_000;
/** Characters and list items that one rendering may work through. */
const MAX_WORK = 100_000;

/** Liquid, cut down to values, filters and branches: no loops, no assignments, no files, own properties only. */
export const TEXTS = restricted({ outputEscape: (value: unknown) => displayText(toJson(value)) });

/** The same for expressions, whose values keep their type. */
export const EXPRESSIONS = restricted({});

function restricted(options: { outputEscape?: (value: unknown) => string }): Liquid {
  const liquid = new Liquid({
    ...options,
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    parseLimit: MAX_SOURCE,
    memoryLimit: MAX_WORK,
  });
  for (const name of Object.keys(liquid.tags)) if (!TAGS.includes(name)) delete liquid.tags[name];
  for (const name of Object.keys(liquid.filters)) liquid.unregisterFilter(name);
  for (const name of Object.keys(FILTERS)) liquid.registerFilter(name, boundedFilter(name));
  return liquid;
}
