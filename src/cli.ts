import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MIGRATIONS } from '../migrations';
import { type AuditVerdict, AuditVerification } from './admin-logs';
import { configOrExit } from './boot';
import { SetUpCheck, type SetUpReport } from './instagram';
import {
  AppliedProposals,
  BuiltInEvals,
  type EvalOutcome,
  evalReport,
  EvalRunner,
  proposalIn,
  Proposals,
  verdictOn,
} from './knowledge';
import { type Recounted, ReportRecount } from './reporting';
import { MigrationRunner } from './shared/database';
import { createApi } from './main';
import { buildOpenApiDocument } from './shared/http';
import { newId, systemCaller, type WorkspaceId } from './shared/kernel';
import { DemoSeedService, type DemoSeed } from './seed/demo-seed.service';
import { SeedModule } from './seed/seed.module';
import { ShippedFlows } from './seed/shipped-flows.service';
import { testFlowFile } from './seed/test-flow-file';
import { AppLogger } from './shared/observability';
import { WorkerModule } from './worker.module';
import { PlatformAdmins } from './workspace';

const USAGE = `Usage: cli <command>
  migrate           applies missing migrations
  admin:grant <e-mail> | admin:revoke <e-mail>
                    makes a user a platform admin, or ends that
  seed-demo <json>  a workspace with an owner, an account and three flows, for trying Parley out
  flows:install     publishes the flow templates that come with the program, as far as this system can run them
  flows:test <file> compiles a flow file and plays its tests, without a database; 1 if one fails
  audit:verify [--workspace <id>]
                    walks the chains of the audit trail; 1 and the first broken entry if something was tampered with
  evals:run [--workspace <id> [--set <name>] [--propose <file> [--apply]]]
                    how replies do: the cases of a workspace, or those that come with the program; 1 if one fails.
                    --propose: with the change that the file holds as JSON (settings, activate, deactivate), beside how
                    they do now; 1 if fewer pass. --apply: then make it
  reports:rebuild --workspace <id>
                    counts its reports anew from what is stored
  instagram:doctor  which setting keeps accounts from being connected or webhooks from arriving; 1 if one is missing
  openapi <file>    writes the API document`;

@Module({})
class CliModule {}

type Command = (context: INestApplicationContext, args: string[]) => Promise<unknown>;

const COMMANDS: Readonly<Record<string, Command>> = {
  migrate: async (context) => ({ applied: await context.get(MigrationRunner).run(MIGRATIONS) }),
  'seed-demo': async (context, [seed = '']) => context.get(DemoSeedService).run(JSON.parse(seed) as DemoSeed),
  'admin:grant': (context, args) => setPlatformAdmin(context, args, true),
  'admin:revoke': (context, args) => setPlatformAdmin(context, args, false),
  'flows:install': (context) => context.get(ShippedFlows).install(systemCaller('cli', `cli-${newId()}`)),
  'audit:verify': verifyAudit,
  'evals:run': runEvals,
  'instagram:doctor': checkSetUp,
  'reports:rebuild': rebuildReports,
};

async function main([name = '', ...args]: string[]): Promise<void> {
  const command = COMMANDS[name];
  const [file] = args;
  if (name === 'openapi' && file !== undefined) return writeOpenApi(file);
  if (name === 'flows:test' && file !== undefined) return testFlows(file);
  if (command === undefined) {
    process.stderr.write(`${USAGE}\n`);
    process.exit(64); // EX_USAGE
  }
  const config = configOrExit();
  const root = { module: CliModule, imports: [WorkerModule.with(config), SeedModule] };
  const context = await NestFactory.createApplicationContext(root, { bufferLogs: true, abortOnError: false });
  context.useLogger(context.get(AppLogger));
  // The last line of stdout is the result.
  process.stdout.write(`${JSON.stringify(await command(context, args))}\n`);
  await context.close();
}

/** @throws DomainError USER.NOT_FOUND. */
async function setPlatformAdmin(context: INestApplicationContext, [email = '']: string[], isAdmin: boolean) {
  const caller = systemCaller('cli', `cli-${newId()}`);
  return context.get(PlatformAdmins, { strict: false }).set(email, isAdmin, caller);
}

/** @throws Error that names the first broken entry. */
async function verifyAudit(context: INestApplicationContext, args: string[]): Promise<AuditVerdict> {
  const { values } = parseArgs({ args, options: { workspace: { type: 'string' } } });
  const verdict = await context.get(AuditVerification, { strict: false }).verify(values.workspace);
  const { broken } = verdict;
  if (broken === undefined) return verdict;
  const { chain, sequence, entryId = 'gone', problem } = broken;
  throw new Error(`The audit chain "${chain}" is broken at number ${sequence} (entry ${entryId}): ${problem}.`);
}

/** Prints a report. @throws Error when a case fails; DomainError EVAL.NO_CASES. */
async function runEvals(context: INestApplicationContext, args: string[]): Promise<{ passed: number }> {
  const { values } = parseArgs({
    args,
    options: {
      ...{ workspace: { type: 'string' }, set: { type: 'string' } },
      ...{ propose: { type: 'string' }, apply: { type: 'boolean' } },
    },
  });
  const { workspace, propose } = values;
  if (propose !== undefined && workspace !== undefined) {
    const trial = { workspaceId: workspace as WorkspaceId, set: values.set ?? null, file: propose };
    return tryChange(context, { ...trial, apply: values.apply === true });
  }
  const { title, results, comparison } = await evalOutcome(context, values);
  process.stdout.write(evalReport({ title, results, comparison }));
  const failed = results.filter(({ passed }) => !passed).length;
  if (failed > 0) throw new Error(`${failed} of ${results.length} cases failed.`);
  return { passed: results.length };
}

async function evalOutcome(
  context: INestApplicationContext,
  { workspace, set = null }: { workspace?: string | undefined; set?: string | null | undefined },
): Promise<EvalOutcome> {
  if (workspace === undefined) {
    const results = await context.get(BuiltInEvals, { strict: false }).run();
    return { title: 'Built-in set', results, comparison: null };
  }
  const outcome = await context.get(EvalRunner, { strict: false }).tryOut(workspace as WorkspaceId, set);
  return { title: set === null ? 'All sets' : `Set ${set}`, ...outcome };
}

/** Prints a report. @throws Error when fewer cases pass with the change. */
async function tryChange(
  context: INestApplicationContext,
  { workspaceId, set, file, apply }: { workspaceId: WorkspaceId; set: string | null; file: string; apply: boolean },
): Promise<{ passed: number; applied: boolean }> {
  const caller = { ...systemCaller('cli', `cli-${newId()}`), workspaceId };
  const wishes = proposalIn(readFileSync(file, 'utf8'));
  const proposed = await context.get(Proposals, { strict: false }).checked(caller, wishes);
  const {
    results,
    comparison,
    baseline = [],
  } = await context.get(EvalRunner, { strict: false }).tryOut(workspaceId, set, proposed);
  process.stdout.write(evalReport({ title: 'With the change', results, comparison, baseline }));
  const { before, after, lowers } = verdictOn(baseline, results);
  if (lowers) throw new Error(`${after} cases pass with the change, ${before} without it.`);
  if (apply) await context.get(AppliedProposals, { strict: false }).make(caller, proposed);
  return { passed: after, applied: apply };
}

/** Ends the process with 1 when a test fails. */
function testFlows(file: string): void {
  const { passed, text } = testFlowFile(readFileSync(file, 'utf8'));
  process.stdout.write(`${text}\n`);
  if (!passed) process.exit(1);
}

/** @throws DomainError REPORTS.OVERTAKEN when a worker does the same. */
async function rebuildReports(context: INestApplicationContext, args: string[]): Promise<Recounted> {
  const { values } = parseArgs({ args, options: { workspace: { type: 'string' } } });
  const { workspace } = values;
  if (workspace === undefined) throw new Error('Which workspace? Give its id with --workspace.');
  return context.get(ReportRecount, { strict: false }).run(workspace as WorkspaceId);
}

/** @throws Error that names what is missing. */
async function checkSetUp(context: INestApplicationContext): Promise<SetUpReport> {
  const report = await context.get(SetUpCheck, { strict: false }).run();
  if (report.ready) return report;
  const missing = report.findings.filter(({ state }) => state === 'missing');
  throw new Error(missing.map(({ setting, advice }) => `${setting}: ${advice}`).join('\n'));
}

async function writeOpenApi(file: string): Promise<void> {
  const app = await createApi(configOrExit());
  await app.init();
  writeFileSync(file, `${JSON.stringify(buildOpenApiDocument(app), null, 2)}\n`);
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
