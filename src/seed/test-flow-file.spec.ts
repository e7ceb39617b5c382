import { fileOf } from '../flows';
import { contentOfTemplate } from './template-content';
import { testFlowFile } from './test-flow-file';
import { SHIPPED_TEMPLATES } from './templates';

const [welcome] = SHIPPED_TEMPLATES;
if (welcome === undefined) throw new Error('Nothing is shipped.');
const file = fileOf({ name: welcome.name, description: welcome.description, content: contentOfTemplate(welcome) });

describe('testFlowFile', () => {
  it('plays the tests of a file and tells what they cover', () => {
    const { passed, text } = testFlowFile(JSON.stringify(file));
    expect(text).toContain('Welcome menu\n  passed  greets by name and tells the hours');
    expect(text).toMatch(/nodes {5}14 of 14\n {2}branches {2}\d+ of \d+/);
    expect(passed).toBe(true);
  });

  it('says which step of which test failed', () => {
    const tests = [{ name: 'wrong', steps: [{ say: 'hi' }, { expect: { handedOff: true } }] }];
    const { passed, text } = testFlowFile(JSON.stringify({ ...file, tests }));
    expect(passed).toBe(false);
    expect(text).toContain('FAILED  wrong\n          Step 2: handed off should be true, but was false.');
  });

  it.each<[string, string, string]>([
    ['what is no JSON', 'definitely not', 'This is no flow file:'],
    ['another format', '{"format":"other"}', 'format must be "parley-flow"'],
    [
      'a flow that does not compile',
      JSON.stringify({ ...file, definition: { nodes: [], edges: [] } }),
      '"Welcome menu" does not compile:',
    ],
    ['a file without tests', JSON.stringify({ ...file, tests: [] }), '"Welcome menu" has no tests.'],
  ])('fails for %s', (_, source, words) => {
    const { passed, text } = testFlowFile(source);
    expect(passed).toBe(false);
    expect(text).toContain(words);
  });
});
