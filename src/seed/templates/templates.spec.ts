import { runFlowTests } from '../../automation';
import { checkContent } from '../../flows';
import { INSTAGRAM_LIMITS } from '../../instagram';
import { ALL_CAPABILITIES } from '../all-capabilities';
import { contentOfTemplate } from '../template-content';
import { SHIPPED_TEMPLATES } from '.';

const OPTIONS = {
  limits: { ...INSTAGRAM_LIMITS, policy: { botDisclosure: true, wayToPerson: true } },
  capabilities: ALL_CAPABILITIES,
};

describe.each(SHIPPED_TEMPLATES.map((template) => [template.name, template] as const))('%s', (_, template) => {
  const { display, tests } = template;
  const check = checkContent(contentOfTemplate(template), OPTIONS);
  const report = () => {
    if (!check.ok) throw new Error(JSON.stringify(check.problems, null, 2));
    return runFlowTests(check.content.flow, check.content.tests, check.content.exposedFields);
  };

  it('compiles without problems or warnings', () => {
    expect(check.ok ? [] : check.problems).toEqual([]);
    expect(check.warnings).toEqual([]);
  });

  it.each(tests.map(({ name }, index) => [name, index] as const))('%s', (_name, index) => {
    expect(report().results[index]?.failures).toEqual([]);
  });

  it('is covered whole by its tests', () => {
    expect(report().coverage.nodes.missing).toEqual([]);
  });

  it('shows itself in the gallery', () => {
    expect(display.outcome).toBeDefined();
    expect(display.previewConversation?.length).toBeGreaterThan(1);
  });
});

it('their ids differ', () => {
  const ids = SHIPPED_TEMPLATES.map(({ templateId }) => templateId);
  expect(new Set(ids).size).toBe(ids.length);
});
