import { createRequire } from 'node:module';
import { fromRoot } from '../scripts/launcher/paths.mjs';

// A process of its own: one workspace with the accounts named in argv, and one flow that answers every message.
const require = createRequire(import.meta.url);
const built = (path) => require(fromRoot('dist', path));

require('reflect-metadata');
const { NestFactory } = require('@nestjs/core');
const { loadConfig } = built('config');
const { WorkerModule } = built('src/worker.module');
const { SeedModule } = built('src/seed/seed.module');
const { WorkspaceFacade } = built('src/workspace');
const { InstagramFacade } = built('src/instagram');
const { FlowsService } = built('src/flows');
const { AutomationInstancesService } = built('src/automation');
const { MigrationRunner } = built('src/shared/database');
const { Secret } = built('src/shared/kernel');
const { MIGRATIONS } = built('migrations');

const edge = (source, target, sourceHandle) => ({ id: `${source}-${target}`, source, target, sourceHandle });

/** A session that never ends: each message of a person is stored in a variable and answered. */
const DEFINITION = {
  settings: { disclosure: { text: 'A machine answers.' } },
  nodes: [
    { id: 'start', type: 'trigger', data: { match: { mode: 'any' } } },
    { id: 'hello', type: 'send_message', data: { text: 'Hello! What would you like to say?' } },
    { id: 'wait', type: 'wait_for_reply', data: { timeoutSeconds: 3_600, storeAs: 'said' } },
    { id: 'answer', type: 'send_message', data: { text: 'You said: {{ vars.said }}' } },
    { id: 'person', type: 'handoff', data: { reason: 'Says nothing' } },
  ],
  edges: [
    edge('start', 'hello'),
    edge('hello', 'wait'),
    edge('wait', 'answer', 'reply'),
    edge('answer', 'wait'),
    edge('wait', 'person', 'timeout'),
  ],
};

const root = { module: class Seeding {}, imports: [WorkerModule.with(loadConfig()), SeedModule] };
const context = await NestFactory.createApplicationContext(root, { logger: ['error', 'warn'], abortOnError: false });
await context.get(MigrationRunner).run(MIGRATIONS);
const caller = { actor: { kind: 'system', name: 'bench' }, correlationId: 'bench-seed' };
const owner = await context.get(WorkspaceFacade).createOwner(
  {
    email: 'owner@bench.parley.local',
    password: 'bench-of-parley-2826',
    name: 'Bench',
    workspaceName: 'Bench',
    platformAdmin: false,
  },
  caller,
);
for (const id of process.argv.slice(2)) {
  const token = new Secret(`token-of-${id}`);
  const account = { igUserId: id, igScopedId: `9${id}`, username: `bench.${id}`, token, tokenExpiresAt: null };
  await context.get(InstagramFacade).connectAccount(owner.workspaceId, account);
}
const flow = { templateId: 'bench', name: 'Bench', description: 'Answers everything.', definition: DEFINITION };
const template = await context.get(FlowsService).publish(caller, flow);
await context
  .get(AutomationInstancesService)
  .create({ ...caller, ...owner }, { templateId: template.id, name: 'Bench' });
await context.close();
process.exit(0);
