import { encode } from '../bson';
import { fail } from '../errors';
import type { Paced } from '../pace';
import type { CompileContext } from '../query';
import type { ReadStatistics } from '../store/query';
import type { Document } from '../types';
import {
  checkFields,
  compileContext,
  documentArray,
  documentOrEmpty,
  hintOf,
  namespaceOf,
  numberOr,
} from './arguments';
import { type CommandContext, type Reply, read } from './command';
import { completeCursor, openCursor } from './cursor-reply';
import { countMatches } from './find-commands';
import { type PreparedPipeline, countGroupOf, preparePipeline, runStandalone } from './pipeline';
import { type Output, outputOf, writeOutput } from './pipeline-output';
import { collect, deadlineOf } from './turns';

const AGGREGATE_FIELDS = [
  'pipeline',
  'cursor',
  'explain',
  'allowDiskUse',
  'hint',
  'collation',
  'let',
  'bypassDocumentValidation',
  'isMapReduceCommand',
];

function stagesOf({ body }: CommandContext): Document[] {
  if (!Array.isArray(body.pipeline)) fail(14, "'pipeline' option must be specified as an array");
  const stages = documentArray(body, 'pipeline');
  for (const stage of stages) {
    if (Object.keys(stage).length !== 1)
      fail(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  return stages;
}

/** Compiles an `aggregate` command on a collection, `$out` and `$merge` left aside. */
export function prepareAggregate(context: CommandContext, statistics?: ReadStatistics): PreparedPipeline {
  checkFields(context, AGGREGATE_FIELDS);
  const namespace = namespaceOf(context);
  const stages = stagesOf(context);
  const reading = outputOf(context.database, stages) ? stages.slice(0, -1) : stages;
  const compile = compileContext(context, context.body, namespace);
  return preparePipeline(context, { namespace, stages: reading, compile, hint: hintOf(context.body), statistics });
}

function batchSizeOf(body: Document): number | undefined {
  const cursor = documentOrEmpty(body, 'cursor');
  return cursor.batchSize === undefined ? undefined : numberOr(cursor, 'batchSize', 0);
}

interface Writing {
  readonly rows: Iterable<Paced<Buffer>>;
  readonly compile: CompileContext;
  readonly output: Output;
  readonly namespace: string;
}

async function runOutput(context: CommandContext, { rows, compile, output, namespace }: Writing): Promise<Reply> {
  if (context.transaction) fail(263, 'Cannot write with $out or $merge in a multi-document transaction.');
  const concern = documentOrEmpty(context.body, 'readConcern');
  if (concern.level === 'linearizable') fail(72, '$out and $merge cannot be used with a linearizable read concern');
  const documents = await collect(rows, deadlineOf(context));
  await context.services.writes.run(() => writeOutput(context, output, documents, compile));
  return completeCursor(namespace, []);
}

/** `countDocuments` without fetching documents, where the index decides. */
async function runCount(
  context: CommandContext,
  namespace: string,
  pipeline: PreparedPipeline,
): Promise<Reply | undefined> {
  const { rest, skip, limit } = pipeline.head;
  const group = countGroupOf(rest);
  if (!group) return undefined;
  const all = await countMatches(context, namespace, {
    ...pipeline.request,
    sort: undefined,
    skip: 0,
    limit: Infinity,
  });
  const n = Math.min(Math.max(0, all - skip), limit);
  return completeCursor(namespace, n > 0 ? [encode({ _id: group.id, [group.field]: n })] : []);
}

async function aggregate(context: CommandContext): Promise<Reply> {
  const batchSize = batchSizeOf(context.body);
  if (typeof context.body.aggregate !== 'string') return aggregateDatabase(context, batchSize);
  const pipeline = prepareAggregate(context);
  const namespace = namespaceOf(context);
  const output = outputOf(context.database, stagesOf(context));
  if (output) {
    const { context: compile } = pipeline.request;
    return runOutput(context, { rows: pipeline.documents(), compile, output, namespace });
  }
  const counted = await runCount(context, namespace, pipeline);
  if (counted) return counted;
  return openCursor(context, pipeline.documents(), { namespace, batchSize });
}

/** `{ aggregate: 1 }`: only pipelines that bring their own documents. */
function aggregateDatabase(context: CommandContext, batchSize: number | undefined): Promise<Reply> {
  checkFields(context, AGGREGATE_FIELDS);
  const stages = stagesOf(context);
  const namespace = `${context.database}.$cmd.aggregate`;
  const output = outputOf(context.database, stages);
  const compile = compileContext(context, context.body);
  const rows = runStandalone(context, output ? stages.slice(0, -1) : stages, compile, namespace);
  const [first = ''] = Object.keys(stages[0] ?? {});
  if (first !== '$documents' && first !== '$listLocalSessions') {
    fail(73, `{aggregate: 1} is not valid for '${first || 'an empty pipeline'}'; a collection is required.`);
  }
  if (output) return runOutput(context, { rows, compile, output, namespace });
  return openCursor(context, rows, { namespace, batchSize });
}

export const AGGREGATE_COMMANDS = { aggregate: read(aggregate) };
