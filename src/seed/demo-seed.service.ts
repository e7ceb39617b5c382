import { Injectable } from '@nestjs/common';
import { AutomationInstancesService } from '../automation';
import { FlowsService } from '../flows';
import { InstagramFacade } from '../instagram';
import { type Caller, newId, type RequestContext, Secret, systemCaller, type WorkspaceId } from '../shared/kernel';
import { WorkspaceFacade } from '../workspace';
import { commentFlow, type DemoFlow, priceFlow, visitFlow } from './demo-flows';

export interface DemoSeed {
  email: string;
  password: string;
  workspaceName: string;
  account: { igUserId: string; igScopedId: string; username: string; token: string };
  /** Of the wait in the visit flow. */
  waitSeconds: number;
}

export interface Seeded {
  userId: string;
  workspaceId: string;
  accountId: string;
}

/** One workspace with an owner, a connected account and three published flows. Running it again adds nothing. */
@Injectable()
export class DemoSeedService {
  constructor(
    private readonly workspaces: WorkspaceFacade,
    private readonly instagram: InstagramFacade,
    private readonly flows: FlowsService,
    private readonly automations: AutomationInstancesService,
  ) {}

  async run(seed: DemoSeed): Promise<Seeded> {
    const caller = systemCaller('seed', `seed-${newId()}`);
    const { userId, workspaceId } =
      (await this.workspaces.ownerByEmail(seed.email)) ?? (await this.createOwner(seed, caller));
    const accountId = await this.ensureAccount(workspaceId, seed);
    for (const flow of [visitFlow(seed.waitSeconds), priceFlow, commentFlow])
      await this.ensureAutomation({ ...caller, workspaceId }, flow);
    return { userId, workspaceId, accountId };
  }

  private createOwner({ email, password, workspaceName }: DemoSeed, caller: Caller) {
    return this.workspaces.createOwner(
      { email, password, name: 'Demo Owner', workspaceName, platformAdmin: true },
      caller,
    );
  }

  private async ensureAccount(workspaceId: WorkspaceId, { account }: DemoSeed): Promise<string> {
    const { token, ...rest } = account;
    const known = await this.instagram.findAccount(account.igUserId);
    if (known === null)
      return this.instagram.connectAccount(workspaceId, { ...rest, token: new Secret(token), tokenExpiresAt: null });
    await this.instagram.renewToken(known.workspaceId, known.accountId, new Secret(token));
    return known.accountId;
  }

  private async ensureAutomation(owner: RequestContext, flow: DemoFlow): Promise<void> {
    const template = await this.flows.publish(owner, flow);
    const { items } = await this.automations.list(owner, 100);
    if (items.some(({ templateId }) => templateId === template.id)) return;
    await this.automations.create(owner, { templateId: template.id, name: flow.name });
  }
}
