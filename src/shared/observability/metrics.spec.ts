import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Metrics } from './metrics';

const PAGE = readFileSync(path.resolve(__dirname, '../../../docs/metrics.md'), 'utf8');
const ROWS = [...PAGE.matchAll(/^\| `(parley_\w+)` +\| (\w+) +\| (.*?) +\| \S/gm)];

describe('docs/metrics.md', () => {
  it('has a row for each metric, with its kind and its labels', async () => {
    const own = (await new Metrics().registry.getMetricsAsJSON()).filter(({ name }) => name.startsWith('parley_'));
    const shown = ROWS.map(([, name, kind]) => `${name} ${kind}`);
    expect(shown.sort()).toEqual(own.map(({ name, type }) => `${name} ${type}`).sort());
  });

  it.each(ROWS.map(([, name = '', , labels = '']) => [name, labels] as const))(
    'names the labels of %s',
    (name, labels) => {
      const metric = new Metrics().registry.getSingleMetric(name) as unknown as { labelNames?: string[] };
      expect([...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label)).toEqual(metric.labelNames ?? []);
    },
  );
});
