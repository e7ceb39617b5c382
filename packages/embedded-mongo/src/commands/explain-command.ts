import { isPlainObject } from '../bson';
import { fail } from '../errors';
import type { Plan } from '../store/plan';
import { ReadStatistics } from '../store/query';
import type { Document } from '../types';
import { prepareAggregate } from './aggregate-commands';
import {
  collectionOf,
  compileContext,
  documentArray,
  documentOrEmpty,
  hintOf,
  namespaceOf,
  optionalDocument,
} from './arguments';
import { type CommandContext, type Reply, read } from './command';
import { prepareFind } from './find-commands';
import { collect } from './turns';

interface Explained {
  readonly plan: Plan | undefined;
  readonly statistics: ReadStatistics;
}

function scanStage(plan: Plan): Document {
  if (plan.stage === 'COLLSCAN') return { stage: 'COLLSCAN', direction: plan.reverse ? 'backward' : 'forward' };
  if (plan.stage === 'OR') return { stage: 'OR', inputStages: plan.branches.map(scanStage) };
  const { definition } = plan.index;
  return {
    stage: plan.stage,
    indexName: definition.name,
    keyPattern: definition.key,
    isMultiKey: definition.multikey === true,
    isUnique: definition.unique === true,
    isSparse: definition.sparse === true,
    isPartial: definition.partialFilterExpression !== undefined,
    direction: plan.reverse ? 'backward' : 'forward',
    ranges: plan.ranges.length,
  };
}

function winningPlan(plan: Plan | undefined): Document {
  if (plan === undefined) return { stage: 'EOF' };
  const scan = scanStage(plan);
  const fetched = plan.stage === 'COLLSCAN' ? scan : { stage: 'FETCH', inputStage: scan };
  return plan.sorted ? fetched : { stage: 'SORT', inputStage: fetched };
}

async function explainFind(context: CommandContext): Promise<Explained> {
  const statistics = new ReadStatistics();
  const { query, rows } = prepareFind(context, statistics);
  await collect(rows());
  return { plan: query.plan, statistics };
}

async function explainAggregate(context: CommandContext): Promise<Explained> {
  const statistics = new ReadStatistics();
  const pipeline = prepareAggregate(context, statistics);
  await collect(pipeline.documents());
  return { plan: pipeline.query.plan, statistics };
}

/** Explains the read half of a command; nothing is written. */
async function explainFilter(context: CommandContext, statement: Document, filterField: string): Promise<Explained> {
  const { services, transaction } = context;
  const namespace = namespaceOf(context);
  const statistics = new ReadStatistics();
  const query = services.store.prepare(collectionOf(context, namespace), {
    filter: documentOrEmpty(statement, filterField),
    context: compileContext(context, statement, namespace),
    sort: optionalDocument(statement, 'sort'),
    hint: hintOf(statement),
    transaction,
    statistics,
  });
  await collect(query.rows());
  return { plan: query.plan, statistics };
}

const EXPLAINERS: Readonly<Record<string, (context: CommandContext) => Promise<Explained>>> = {
  find: explainFind,
  aggregate: explainAggregate,
  count: (context) => explainFilter(context, context.body, 'query'),
  distinct: (context) => explainFilter(context, context.body, 'query'),
  findAndModify: (context) => explainFilter(context, context.body, 'query'),
  update: (context) => explainFilter(context, documentArray(context.body, 'updates')[0] ?? {}, 'q'),
  delete: (context) => explainFilter(context, documentArray(context.body, 'deletes')[0] ?? {}, 'q'),
};

async function explain(context: CommandContext): Promise<Reply> {
  const { explain: body } = context.body;
  if (!isPlainObject(body)) return fail(14, 'explain needs a command');
  const [name = ''] = Object.keys(body);
  const explainer = EXPLAINERS[name] ?? fail(59, `Explain failed due to unknown command: ${name}`);
  const inner = { ...context, name, body: { ...body, $db: context.database } };
  const { plan, statistics } = await explainer(inner);
  const { returned, keysExamined, docsExamined } = statistics;
  return {
    queryPlanner: { namespace: namespaceOf(inner), winningPlan: winningPlan(plan), rejectedPlans: [] },
    executionStats: {
      executionSuccess: true,
      nReturned: returned,
      totalKeysExamined: keysExamined,
      totalDocsExamined: docsExamined,
    },
    serverInfo: { version: '7.0.0', modules: ['embedded'] },
    ok: 1,
  };
}

export const EXPLAIN_COMMANDS = { explain: read(explain) };
