import type { z } from 'zod';
import type { FieldProblem } from '../../../shared/kernel';
import { bindConfig } from '../config/bind-config';
import { parseFields } from '../config/check-fields';
import type { ExposedField } from '../config/exposed-field';
import { type TemplateDisplay, templateDisplaySchema } from '../config/template-display';
import { compileFlow, type CompileOptions } from '../compile/compile-flow';
import { type CompiledFlow, nodeOf } from '../compile/compiled-flow';
import type { FlowProblem } from '../compile/problem';
import type { FlowDefinition } from '../dsl/flow-definition';
import { type FlowTest, flowTestsSchema } from '../flow-test/flow-test';
import { warnOfUnknownFields } from './config-references';
import type { DraftContent } from './draft-content';

/** A flow that is right in all its parts: what a version is made of. */
export interface CheckedContent {
  definition: FlowDefinition;
  flow: CompiledFlow;
  exposedFields: ExposedField[];
  display: TemplateDisplay;
  tests: FlowTest[];
}

export type ContentCheck =
  | { ok: true; content: CheckedContent; warnings: FlowProblem[] }
  | { ok: false; problems: FlowProblem[]; warnings: FlowProblem[] };

type Parsed<T> = { value: T | undefined; problems: FlowProblem[] };

/** All problems of all parts at once, those of the flow at its nodes and edges. Runs no test. Pure. */
export function checkContent(content: DraftContent, options: CompileOptions): ContentCheck {
  const compilation = compileFlow(content.definition, options);
  const fields = fieldsOf(content);
  const display = parsePart('display', templateDisplaySchema, content.display);
  const tests = parsePart('tests', flowTestsSchema, content.tests);
  const parts = [...fields.problems, ...display.problems, ...tests.problems];
  const { warnings } = compilation;
  if (!compilation.ok) return { ok: false, problems: [...compilation.problems, ...parts], warnings };
  const { flow, definition } = compilation;
  const problems = [...parts, ...problemsOfSources(flow, fields.value ?? [])];
  const all = [...warnings, ...warnOfUnknownFields(definition, fields.value ?? [])];
  if (problems.length > 0 || fields.value === undefined || display.value === undefined || tests.value === undefined)
    return { ok: false, problems, warnings: all };
  const checked = { definition, flow, exposedFields: fields.value, display: display.value, tests: tests.value };
  return { ok: true, content: checked, warnings: all };
}

function fieldsOf({ exposedFields }: DraftContent): Parsed<ExposedField[]> {
  const parsed = parseFields(exposedFields);
  return parsed.ok
    ? { value: parsed.fields, problems: [] }
    : { value: undefined, problems: parsed.problems.map(({ field, rule }) => malformed(field, rule)) };
}

function parsePart<Schema extends z.ZodType>(part: string, schema: Schema, source: unknown): Parsed<z.output<Schema>> {
  const parsed = schema.safeParse(source);
  if (parsed.success) return { value: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(({ path, message }) => malformed([part, ...path].join('.'), message));
  return { value: undefined, problems };
}

/** Every source is a place in a node, and a default that stands there fits. */
function problemsOfSources(flow: CompiledFlow, fields: readonly ExposedField[]): FlowProblem[] {
  return fields.flatMap((field, index) => {
    const { source } = field;
    if (source === undefined) return [];
    if (nodeOf(flow, source.nodeId) === undefined)
      return [malformed(`exposedFields.${index}.source.nodeId`, `there is no node "${source.nodeId}"`)];
    const bound = bindConfig(flow, [{ ...field, required: false }], {});
    return bound.ok ? [] : bound.problems.map(({ rule }) => malformed(`exposedFields.${index}.source`, rule));
  });
}

const malformed = (path: string, message: string): FlowProblem => ({
  code: 'malformed',
  path,
  message,
  hint: 'Correct this part of the draft.',
});

/** For programs that know fields only. */
export function fieldProblemOf({ nodeId, edgeId, path, message }: FlowProblem): FieldProblem {
  const place = [
    ...(nodeId === undefined ? [] : ['nodes', nodeId]),
    ...(edgeId === undefined ? [] : ['edges', edgeId]),
    ...(path ? [path] : []),
  ];
  return { field: place.join('.') || 'definition', rule: message };
}
