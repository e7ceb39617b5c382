import { z } from 'zod';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { SimulatorControl } from './control/control-client';
import { SimulatorCore } from './core';
import type { Clock } from './clock';
import { buildServer } from './server';
import type { WebhookEvent } from './webhooks/webhook-event';
import { restoreSnapshot, takeSnapshot, worldSnapshotSchema } from './world/snapshot';
import { loadState, StateSaver } from './world/state-file';

export interface InstagramSimulatorOptions {
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  readonly host?: string;
  readonly appId?: string;
  /** Signs webhooks and guards the token exchange. */
  readonly appSecret: string;
  readonly callbackUrl?: string;
  readonly verifyToken: string;
  readonly clock?: Clock;
  /** The world is kept here and found again at the next start. */
  readonly stateFile?: string;
}

const DEFAULT_APP_ID = '990000000000001';

/** A running simulator with the control methods. */
export class InstagramSimulator extends SimulatorControl {
  constructor(
    private readonly server: FastifyInstance,
    private readonly core: SimulatorCore,
    private readonly saver: StateSaver | null,
  ) {
    const { address, port } = addressOf(server);
    super(`http://${address.includes(':') ? `[${address}]` : address}:${port}`);
  }

  /** Stops at once: open calls break off, undelivered webhooks are saved or dropped. */
  async close(): Promise<void> {
    await this.saver?.close();
    this.core.close();
    await this.server.close();
  }
}

/** Starts a simulator; rejects when the port is taken or the state file cannot be read. */
export async function startInstagramSimulator(options: InstagramSimulatorOptions): Promise<InstagramSimulator> {
  const core = new SimulatorCore({ ...options, appId: options.appId ?? DEFAULT_APP_ID });
  const saver = options.stateFile === undefined ? null : await openState(core, options.stateFile);
  const server = await buildServer(core);
  await server.listen({ port: options.port ?? 0, host: options.host ?? '127.0.0.1' });
  return new InstagramSimulator(server, core, saver);
}

function addressOf(server: FastifyInstance): AddressInfo {
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the simulator does not listen on a port');
  return address;
}

const stateSchema = z.object({
  world: worldSnapshotSchema,
  advancedMs: z.number(),
  pendingWebhooks: z.array(z.custom<WebhookEvent>((value) => typeof value === 'object' && value !== null)),
});

/** Takes over the saved state, then saves after every change. */
async function openState(core: SimulatorCore, path: string): Promise<StateSaver> {
  const saved = await loadState(path);
  if (saved !== undefined) {
    const state = stateSchema.parse(saved);
    restoreSnapshot(core.world, state.world);
    core.clock.advance(state.advancedMs);
    for (const event of state.pendingWebhooks) void core.dispatcher.enqueue(event);
  }
  const snapshot = (): z.infer<typeof stateSchema> => ({
    world: takeSnapshot(core.world),
    advancedMs: core.clock.advancedMs,
    pendingWebhooks: core.dispatcher.pending(),
  });
  const saver = new StateSaver(path, snapshot, (error) => process.emitWarning(`state not saved: ${String(error)}`));
  core.onChange(() => saver.request());
  return saver;
}
