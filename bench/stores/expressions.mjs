/**
 * As much of MongoDB's aggregation expressions as the pipelines of the message path use, over plain objects. Whatever else
 * is asked for throws, so that a benchmark never runs on wrong answers.
 */
const isNothing = (value) => value === null || value === undefined;
const compare = (a, b) => {
  if (isNothing(a) || isNothing(b)) return Number(!isNothing(a)) - Number(!isNothing(b));
  return a.valueOf() < b.valueOf() ? -1 : Number(a.valueOf() > b.valueOf());
};
const extreme = (sign) => (args) => {
  const values = (args.length === 1 && Array.isArray(args[0]) ? args[0] : args).filter((value) => !isNothing(value));
  return values.length === 0 ? null : values.reduce((best, value) => (sign * compare(value, best) > 0 ? value : best));
};
const isTrue = (value) => !isNothing(value) && value !== false && value !== 0;

/** Their arguments are worked out beforehand. */
const OPERATORS = {
  $add: (args) => {
    const sum = args.reduce((total, value) => total + value.valueOf(), 0);
    return args.some((value) => value instanceof Date) ? new Date(sum) : sum;
  },
  $ifNull: (args) => args.find((value) => !isNothing(value)) ?? null,
  $mergeObjects: (args) => Object.assign({}, ...args),
  $concatArrays: (args) => args.flat(1),
  $size: ([array]) => array.length,
  $eq: ([a, b]) => compare(a, b) === 0,
  $ne: ([a, b]) => compare(a, b) !== 0,
  $gt: ([a, b]) => compare(a, b) > 0,
  $gte: ([a, b]) => compare(a, b) >= 0,
  $lt: ([a, b]) => compare(a, b) < 0,
  $lte: ([a, b]) => compare(a, b) <= 0,
  $and: (args) => args.every(isTrue),
  $or: (args) => args.some(isTrue),
  $not: ([value]) => !isTrue(value),
  $in: ([value, array]) => array.some((member) => compare(member, value) === 0),
  $max: extreme(1),
  $min: extreme(-1),
  $arrayElemAt: ([array, index]) => array?.[index],
  $setUnion: (sets) => [...new Set(sets.flat(1))],
  $slice: ([array, from, count]) => (count === undefined ? array.slice(0, from) : array.slice(from, from + count)),
};

/** They decide themselves what is worked out, and with which variables. */
const SPECIAL = {
  $literal: (value) => value,
  $cond: ([condition, then, otherwise], scope) =>
    evaluate(isTrue(evaluate(condition, scope)) ? then : otherwise, scope),
  $filter: ({ input, cond }, scope) =>
    evaluate(input, scope).filter((member) => isTrue(evaluate(cond, { ...scope, this: member }))),
  $let: ({ vars, in: inside }, scope) => evaluate(inside, { ...scope, ...evaluate(vars, scope) }),
};

/** @param scope `ROOT` (the document), `NOW`, and variables by name */
export function evaluate(expression, scope) {
  if (typeof expression === 'string' && expression.startsWith('$')) return valueAt(expression, scope);
  if (Array.isArray(expression)) return expression.map((member) => evaluate(member, scope));
  const isObject = expression !== null && typeof expression === 'object' && !(expression instanceof Date);
  return isObject ? evaluateObject(expression, scope) : expression;
}

function evaluateObject(object, scope) {
  const entries = Object.entries(object);
  const [[name, argument] = ['']] = entries;
  if (Object.hasOwn(SPECIAL, name)) return SPECIAL[name](argument, scope);
  if (Object.hasOwn(OPERATORS, name))
    return OPERATORS[name]((Array.isArray(argument) ? argument : [argument]).map((value) => evaluate(value, scope)));
  if (name.startsWith('$')) throw new Error(`The canned store does not know ${name}.`);
  return Object.fromEntries(entries.map(([field, value]) => [field, evaluate(value, scope)]));
}

function valueAt(path, scope) {
  const [first, ...fields] = path.startsWith('$$') ? path.slice(2).split('.') : ['ROOT', ...path.slice(1).split('.')];
  return fields.reduce(fieldOf, scope[first]);
}

const fieldOf = (value, field) =>
  Array.isArray(value) ? value.map((member) => member[field]) : isNothing(value) ? undefined : value[field];

/** A document after a pipeline update of `$set` and `$replaceWith` stages. */
export function updated(document, pipeline, now) {
  return pipeline.reduce((ROOT, stage) => {
    const [[name, argument]] = Object.entries(stage);
    const value = evaluate(argument, { ROOT, NOW: now });
    if (name === '$set') return { ...ROOT, ...value };
    if (name === '$replaceWith') return value;
    throw new Error(`The canned store does not know the stage ${name}.`);
  }, document);
}
