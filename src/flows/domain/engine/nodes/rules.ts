import { z } from 'zod';
import type { CheckContext } from '../../compile/check-context';
import type { DataProblem } from '../../compile/problem';
import type { Json } from '../../json';
import { parsePattern } from '../../patterns/pattern';
import { evaluateExpression } from '../../template/expression';
import type { Scope } from '../../template/reference';
import { renderTemplate } from '../../template/template';
import type { Decision } from '../trace';
import { checkExpression, checkTemplate } from './check-template';
import { compareBy, OPERATORS } from './condition-operators';

const scalar = z.union([z.string().max(1_000), z.number(), z.boolean()]);

const ruleSchema = z
  .strictObject({
    /** A path such as vars.size, contact.tags, context.trigger.type, time.hour, or an expression such as `vars.total | times: 2`. */
    left: z.string().max(400),
    op: z.enum(OPERATORS),
    /** Strings may be templates; of `matches` they are patterns. Not needed by `exists`. */
    right: z.union([scalar, z.array(scalar).max(100)]).optional(),
  })
  .refine(({ op, right }) => op === 'exists' || right !== undefined, {
    path: ['right'],
    message: 'is needed by this operator',
  })
  .refine(({ op, right }) => op !== 'in' || Array.isArray(right), { path: ['right'], message: 'must be a list' });

const rules = z.array(ruleSchema).min(1).max(20);

/** Rules of which all must hold, or any. */
export const ruleGroup = { all: rules.optional(), any: rules.optional() };

export type Rule = z.infer<typeof ruleSchema>;
export interface RuleGroup {
  all?: Rule[] | undefined;
  any?: Rule[] | undefined;
}

export const oneList = ({ all, any }: RuleGroup) => (all === undefined) !== (any === undefined);
export const ONE_LIST = { message: 'must have either "all" or "any"' };

export interface Judgement {
  holds: boolean;
  /** The rules that were looked at, until the outcome was clear. */
  because: Decision[];
}

export function judge({ all, any = [] }: RuleGroup, scope: Scope, prefix = ''): Judgement {
  const because: Decision[] = [];
  const holds = (rule: Rule) => {
    const decision = decide(rule, scope, prefix);
    because.push(decision);
    return decision.outcome === 'true';
  };
  return { holds: all === undefined ? any.some(holds) : all.every(holds), because };
}

function decide({ left, op, right }: Rule, scope: Scope, prefix: string): Decision {
  const value = evaluateExpression(left, scope);
  const rights = listOf(right).map((it): Json =>
    typeof it === 'string' && op !== 'matches' ? renderTemplate(it, scope) : it,
  );
  const outcome = compareBy(op, value, rights);
  const operands = {
    left: value,
    ...(op === 'exists' ? {} : { right: Array.isArray(right) ? rights : (rights[0] ?? null) }),
  };
  return { rule: `${prefix}${left} ${op}`, operands, outcome: String(outcome) };
}

export function checkRules({ all, any }: RuleGroup, path: string, context: CheckContext): DataProblem[] {
  const list = all === undefined ? 'any' : 'all';
  return (all ?? any ?? []).flatMap((rule, index) => checkRule(rule, `${path}${list}.${index}`, context));
}

function checkRule({ left, op, right }: Rule, path: string, context: CheckContext): DataProblem[] {
  const texts = listOf(right).filter((value) => typeof value === 'string');
  return [
    ...checkExpression(left, `${path}.left`, context),
    ...texts.flatMap((text) =>
      op === 'matches' ? checkPattern(text, `${path}.right`) : checkTemplate(text, `${path}.right`, context),
    ),
  ];
}

function checkPattern(source: string, path: string): DataProblem[] {
  const pattern = parsePattern(source);
  return pattern.ok ? [] : [{ code: 'unsafe_pattern', path, message: `"${source}": ${pattern.reason}` }];
}

function listOf(right: Rule['right']) {
  return right === undefined ? [] : Array.isArray(right) ? right : [right];
}
