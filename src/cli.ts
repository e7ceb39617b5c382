import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MIGRATIONS } from '../migrations';
import { configOrExit } from './boot';
import { MigrationRunner } from './shared/database';
import { createApi } from './main';
import { buildOpenApiDocument } from './shared/http';
import { DemoSeedService, type DemoSeed } from './seed/demo-seed.service';
import { SeedModule } from './seed/seed.module';
import { AppLogger } from './shared/observability';
import { WorkerModule } from './worker.module';

const USAGE = `Usage: cli <command>
  migrate           applies missing migrations
  seed-demo <json>  a workspace with an owner, an account and two flows, for trying Parley out
  openapi <file>    writes the API document`;

@Module({})
class CliModule {}

type Command = (context: INestApplicationContext, argument: string | undefined) => Promise<unknown>;

const COMMANDS: Readonly<Record<string, Command>> = {
  migrate: async (context) => ({ applied: await context.get(MigrationRunner).run(MIGRATIONS) }),
  'seed-demo': async (context, argument) => context.get(DemoSeedService).run(JSON.parse(argument ?? '') as DemoSeed),
};

async function main([name = '', argument]: string[]): Promise<void> {
  const command = COMMANDS[name];
  if (name === 'openapi' && argument !== undefined) return writeOpenApi(argument);
  if (command === undefined) {
    process.stderr.write(`${USAGE}\n`);
    process.exit(64); // EX_USAGE
  }
  const config = configOrExit();
  const root = { module: CliModule, imports: [WorkerModule.with(config), SeedModule] };
  const context = await NestFactory.createApplicationContext(root, { bufferLogs: true, abortOnError: false });
  context.useLogger(context.get(AppLogger));
  // The last line of stdout is the result.
  process.stdout.write(`${JSON.stringify(await command(context, argument))}\n`);
  await context.close();
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
