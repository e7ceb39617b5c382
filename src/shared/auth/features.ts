import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiExtension } from '@nestjs/swagger';
import { Contributions, DomainError, type WorkspaceId } from '../kernel';
import type { SignedInRequest } from './principal';

/** What a plan may include or leave out. */
export const FEATURES = ['crm', 'integrations', 'flowBuilder', 'executionTimeline'] as const;
export type Feature = (typeof FEATURES)[number];

/** What the plan of a workspace includes. Contributed by the domain that owns plans. */
export abstract class FeatureFlags {
  /** At most a second behind the plan. */
  abstract has(workspaceId: WorkspaceId, feature: Feature): Promise<boolean>;
}

const NEEDED_FEATURE = 'parley:needed-feature';

/** For a `@Requires` route or a controller of such: only for workspaces whose plan includes `feature`, else 403 PLAN.FEATURE. */
export const NeedsFeature = (feature: Feature) =>
  applyDecorators(SetMetadata(NEEDED_FEATURE, feature), ApiExtension('x-feature', feature));

/** Runs after the guard that lets members in, and asks their plan. */
@Injectable()
export class FeatureGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly contributions: Contributions,
  ) {
    contributions.declare(FeatureFlags, 'one');
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    const feature = this.reflector.getAllAndOverride<Feature | undefined>(NEEDED_FEATURE, targets);
    const { workspaceId } = context.switchToHttp().getRequest<SignedInRequest>();
    if (feature === undefined || workspaceId === undefined) return true;
    if (await this.contributions.one(FeatureFlags).has(workspaceId, feature)) return true;
    throw new DomainError('PLAN.FEATURE', 'forbidden', `The plan of this workspace does not include ${feature}.`);
  }
}
