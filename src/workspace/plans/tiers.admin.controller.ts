import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller, PlatformAdmin } from '../../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../../shared/http';
import type { UserCaller } from '../../shared/kernel';
import { UNLIMITED } from '../domain/plans/plan';
import { CreateTierRequest, UpdateTierRequest } from '../dto/plan.request';
import { givenFields } from '../dto/given-fields';
import { TierPageResponse, TierResponse } from '../dto/plan.response';
import { TiersService } from './tiers.service';

const NOT_FOUND = 'TIER.NOT_FOUND: no such tier.';
const NAME = 'TIER.NAME_TAKEN: another tier has the name.';
const DEFAULT = 'TIER.DEFAULT_STAYS: one active tier is the default.';
const IN_USE = 'TIER.IN_USE: workspaces have the tier.';

@ApiTags('Admin')
@Controller('v1/admin/tiers')
export class TiersAdminController {
  constructor(private readonly tiers: TiersService) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({ summary: 'List tiers, newest first', response: TierPageResponse })
  list(@Query() { limit, cursor }: PageQuery): Promise<TierPageResponse> {
    return this.tiers.list(limit, cursor);
  }

  @Post()
  @PlatformAdmin()
  @Endpoint({
    summary: 'Create a tier',
    status: 201,
    response: TierResponse,
    errors: { conflict: `${NAME}\n\n${DEFAULT}` },
  })
  create(@CurrentCaller() caller: UserCaller, @Body() request: CreateTierRequest): Promise<TierResponse> {
    const { name, description, limits = {}, features = {}, status = 'active', isDefault = false } = request;
    return this.tiers.create(caller, {
      name,
      ...(description === undefined ? {} : { description }),
      status,
      isDefault,
      limits: { ...UNLIMITED.limits, ...givenFields(limits) },
      features: { ...UNLIMITED.features, ...givenFields(features) },
    });
  }

  @Get(':tierId')
  @PlatformAdmin()
  @Endpoint({ summary: 'Get a tier', response: TierResponse, errors: { 'not-found': NOT_FOUND } })
  get(@IdParam('tierId') tierId: string): Promise<TierResponse> {
    return this.tiers.get(tierId);
  }

  @Patch(':tierId')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Change a tier, for all workspaces that have it',
    response: TierResponse,
    errors: { 'not-found': NOT_FOUND, conflict: `${NAME}\n\n${DEFAULT}\n\n${IN_USE}` },
  })
  update(
    @CurrentCaller() caller: UserCaller,
    @IdParam('tierId') tierId: string,
    @Body() request: UpdateTierRequest,
  ): Promise<TierResponse> {
    const { limits, features, ...rest } = givenFields(request);
    return this.tiers.update(caller, tierId, {
      ...rest,
      limits: givenFields(limits ?? {}),
      features: givenFields(features ?? {}),
    });
  }

  @Delete(':tierId')
  @PlatformAdmin()
  @Endpoint({
    summary: 'Delete a tier that nobody has',
    status: 204,
    errors: { 'not-found': NOT_FOUND, conflict: `${DEFAULT}\n\n${IN_USE}` },
  })
  delete(@CurrentCaller() caller: UserCaller, @IdParam('tierId') tierId: string): Promise<void> {
    return this.tiers.delete(caller, tierId);
  }
}
